using Pruning.Pipeline;
using Pruning.Reporting;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task As_text()
    {
        var run = await ToolRun.OfAsync("compare", Earlier(), Later());

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        await Verify(run.Out.TrimEnd());
    }

    [Fact]
    public async Task It_writes_a_comment_and_says_in_JSON_whether_something_changed()
    {
        var comment = _folder.PathOf("made/comment.md");
        var run = await ToolRun.OfAsync("compare", Earlier(), Later(), "--output", comment, "--format", "json");

        Assert.True(run.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(comment, run.Json.GetProperty("output").GetString());
        Assert.True(run.Json.GetProperty("hasEarlier").GetBoolean());
        Assert.StartsWith(
            "<!-- dotnet prune compare: ",
            await File.ReadAllTextAsync(comment),
            StringComparison.Ordinal
        );

        run = await ToolRun.OfAsync("compare", Later(), Later(), "--format", "json");
        Assert.False(run.Json.GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task The_first_build_of_all_has_nothing_before_it()
    {
        var run = await ToolRun.OfAsync("compare", _folder.PathOf("none.json"), Later());

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("none.json': the model has no earlier build", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("before", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_report_and_what_cannot_be_written_is_said()
    {
        var other = _folder.Write("other.json", "{}");
        foreach (var line in new[] { (string[])[other, Later()], [Later(), other], [Later(), _folder.PathOf("none")] })
        {
            var run = await ToolRun.OfAsync(["compare", .. line]);
            Assert.Equal(ExitCodes.BadInput, run.ExitCode);
            Assert.Contains("error PRUNE8014: ", run.Error, StringComparison.Ordinal);
        }

        var lost = await ToolRun.OfAsync("compare", Later(), Later(), "--output", _folder.Root);
        Assert.Equal(ExitCodes.Error, lost.ExitCode);
        Assert.Contains("error PRUNE0003: ", lost.Error, StringComparison.Ordinal);
    }

    private string Later() => _folder.Write("now/report.json", Reports.Run.ToJson());

    private string Earlier() =>
        _folder.Write(
            "before/report.json",
            (
                Reports.Run with
                {
                    Settings = Reports.Run.Settings.Add("Device", "cpu"),
                    Latency = Reports.Latency with { Machine = "another" },
                    Model = Reports.Run.Model with
                    {
                        Summary = Reports.Slim with { Sha256 = "cc33", Parameters = 1_000_000 },
                    },
                }
            ).ToJson()
        );
}
