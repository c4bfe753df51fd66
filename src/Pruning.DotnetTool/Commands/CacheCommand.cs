using System.CommandLine;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>cache</c>: the stage store: where it is, what it holds, and how it is emptied.</summary>
internal static class CacheCommand
{
    public static Command Create(IConsole console) =>
        new("cache", "The stage results that builds keep: where they are, what there is, and clearing them.")
        {
            ListOf(console),
            ClearOf(console),
            PathOf(console),
        };

    private static Command ListOf(IConsole console)
    {
        var folder = CommonOptions.CacheFolder();
        return CommandScope.Attach(
            new Command("list", "Lists the stage results, the newest first.") { folder },
            console,
            (scope, parsed, _) =>
            {
                var root = RootOf(parsed, folder);
                var told = CacheOutput.Of(root, StoreContents.List(root));
                scope.Write(told, writer => CacheText.Write(writer, told));
                return ExitCodes.Success;
            }
        );
    }

    private static Command ClearOf(IConsole console)
    {
        var folder = CommonOptions.CacheFolder();
        var days = CommonOptions.Positive(
            "--older-than",
            "Removes only results older than this. [default: everything but downloaded weights]",
            "days"
        );
        return CommandScope.Attach(
            new Command(
                "clear",
                "Removes stage results, unfinished work and remembered hashes; builds make them again. "
                    + "Downloaded weights stay."
            )
            {
                folder,
                days,
            },
            console,
            (scope, parsed, _) =>
            {
                var root = RootOf(parsed, folder);
                var told = CacheOutput.Of(
                    root,
                    StoreContents.Clear(root, parsed.GetValue(days) is { } age ? DateTime.UtcNow.AddDays(-age) : null)
                );
                scope.Write(told, writer =>
                    writer.WriteLine(
                        $"Removed {Numbers.Count(told.Entries.Length)} stage results, "
                            + $"{Numbers.Count(told.Bytes)} bytes, from {root}"
                    )
                );
                return ExitCodes.Success;
            }
        );
    }

    private static Command PathOf(IConsole console)
    {
        var folder = CommonOptions.CacheFolder();
        return CommandScope.Attach(new Command("path", "Prints the folder.") { folder }, console, (scope, parsed, _) =>
        {
            var root = RootOf(parsed, folder);
            scope.Write(new { Path = root, Exists = Directory.Exists(root) }, writer => writer.WriteLine(root));
            return ExitCodes.Success;
        });
    }

    private static string RootOf(ParseResult parsed, Option<string?> folder) =>
        parsed.GetValue(folder) is { Length: > 0 } stated ? Path.GetFullPath(stated) : CacheLocation.Default();
}
