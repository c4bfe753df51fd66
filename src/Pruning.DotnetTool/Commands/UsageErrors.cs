using System.CommandLine;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary>What a command line that does not parse answers: each error on its own line, and where the help is.</summary>
internal static class UsageErrors
{
    public static int Report(ParseResult parsed, IConsole console)
    {
        foreach (var error in parsed.Errors)
            console.Error.WriteLine($"dotnet-prune: error: {error.Message}");
        console.Error.WriteLine($"Run 'dotnet prune {VerbOf(parsed)}--help' for what it takes.");
        return ExitCodes.BadInput;
    }

    private static string VerbOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
