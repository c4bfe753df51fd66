using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pruning.Pipeline;
using Pruning.Testing;

namespace Pruning.Reporting;

/// <summary>What happened when a page was opened in a browser.</summary>
/// <param name="Requests">
/// URLs that the page asked for over the network; the browser's own requests do not count.
/// </param>
/// <param name="Console">What it wrote to the console, refusals of the content policy included.</param>
/// <param name="Text">The document after it was laid out.</param>
internal sealed partial record ChromiumVisit(IReadOnlyList<string> Requests, IReadOnlyList<string> Console, string Text)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static ChromiumVisit Open(TemporaryFolder folder, string page)
    {
        var file = folder.Write("page.html", page);
        var log = folder.PathOf("net.json");
        var start = new ProcessStartInfo(ChromiumFactAttribute.Program!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            $"--user-data-dir={folder.PathOf("profile")}",
            "--enable-logging=stderr",
            $"--log-net-log={log}",
            "--dump-dom",
            new Uri(file).AbsoluteUri,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var browser = Process.Start(start)!;
        var text = browser.StandardOutput.ReadToEndAsync();
        var errors = browser.StandardError.ReadToEndAsync();
        if (!browser.WaitForExit(Patience))
        {
            browser.Kill(entireProcessTree: true);
            Assert.Fail("Chromium did not end.");
        }

        return new ChromiumVisit(
            RequestsIn(log),
            [.. ConsoleLine().Matches(errors.Result).Select(match => match.Value)],
            text.Result
        );
    }

    private static List<string> RequestsIn(string log)
    {
        var events = JsonNode.Parse(File.ReadAllText(log))!["events"]!.AsArray();
        return
        [
            .. events
                .Select(one => one!["params"] as JsonObject)
                .Where(one => one?["initiator"]?.ToString() is { } initiator && initiator != "not an origin")
                .Select(one => one!["url"]?.ToString())
                .OfType<string>()
                .Where(url => url.StartsWith("http", StringComparison.Ordinal))
                .Distinct(),
        ];
    }

    [GeneratedRegex(@":CONSOLE.*")]
    private static partial Regex ConsoleLine();
}
