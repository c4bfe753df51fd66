using System.Text.Json;
using Pruning.DotnetTool.Commands;
using Pruning.DotnetTool.Terminal;
using Spectre.Console;

namespace Pruning.DotnetTool;

/// <summary>One run of the tool in this process: its exit code and what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static async Task<ToolRun> OfAsync(params string[] arguments)
    {
        var console = new CapturedConsole();
        var exitCode = await PruneTool.RunAsync(arguments, console);
        return new ToolRun(exitCode, console.Out.ToString()!.ReplaceLineEndings("\n"), console.Error.ToString()!.ReplaceLineEndings("\n"));
    }

    private sealed class CapturedConsole : IConsole
    {
        public TextWriter Out { get; } = new StringWriter();

        public TextWriter Error { get; } = new StringWriter();

        public IAnsiConsole? Live => null;
    }
}
