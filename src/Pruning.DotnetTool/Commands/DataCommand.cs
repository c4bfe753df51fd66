using System.CommandLine;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>data</c>: verbs on datasets.</summary>
internal static class DataCommand
{
    public static Command Create(IConsole console) =>
        new("data", "Looks at datasets, and converts annotations of other formats.")
        {
            DataCheckCommand.Create(console),
            DataImportCommand.Create(console),
        };
}
