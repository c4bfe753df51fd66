using System.Text.Json;
using Pruning.DotnetTool.Commands;
using Pruning.DotnetTool.Terminal;
using Spectre.Console;

namespace Pruning.DotnetTool;

/// <summary>One run of the tool in this process: its exit code and what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static Task<ToolRun> OfAsync(params string[] arguments) =>
        OnAsync(new CapturedConsole(new StringWriter(), null), arguments);

    /// <summary>As on a terminal that can redraw.</summary>
    public static Task<ToolRun> LiveAsync(params string[] arguments)
    {
        var error = new StringWriter();
        var live = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(error),
            }
        );
        (live.Profile.Width, live.Profile.Height) = (120, 30);
        return OnAsync(new CapturedConsole(error, live), arguments);
    }

    /// <summary>
    /// Ends the run by an exception as soon as a text is written to its error stream: a crash at that moment.
    /// </summary>
    public static Task<ToolRun> CrashedAsync(string at, params string[] arguments) =>
        OnAsync(new CapturedConsole(new Tripwire(at), null), arguments);

    private static async Task<ToolRun> OnAsync(CapturedConsole console, string[] arguments)
    {
        var exitCode = await PruneTool.RunAsync(arguments, console);
        return new ToolRun(
            exitCode,
            console.Out.ToString()!.ReplaceLineEndings("\n"),
            console.Error.ToString()!.ReplaceLineEndings("\n")
        );
    }

    /// <summary>What ends a run that is made to crash.</summary>
    internal sealed class PowerCut : Exception;

    private sealed class Tripwire(string at) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(at, StringComparison.Ordinal) == true)
                throw new PowerCut();
        }
    }

    private sealed class CapturedConsole(TextWriter error, IAnsiConsole? live) : IConsole
    {
        public TextWriter Out { get; } = new StringWriter();

        public TextWriter Error => error;

        public IAnsiConsole? Live => live;
    }
}
