using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Reporting;
using Pruning.Reporting.Comparisons;
using Pruning.Storage;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>compare</c>: what changed between two builds of a model, by their reports.</summary>
internal static class CompareCommand
{
    public static Command Create(IConsole console)
    {
        var before = new Argument<string>("before")
        {
            Description =
                "The report.json of an earlier build. Where no such file is there, the model is shown beside its "
                + "dense network.",
        };
        var now = new Argument<string>("now") { Description = "The report.json of a later build." };
        var output = new Option<string?>("--output", "-o")
        {
            Description =
                "A Markdown file to write, fit for a comment on a pull request. Its first line, which readers do not "
                + "see, finds an earlier comment again.",
            HelpName = "file",
        };
        var command = new Command(
            "compare",
            "Compares two builds of a model by their report.json: accuracy, costs, speed, classes, settings. It "
                + "computes nothing."
        )
        {
            before,
            now,
            output,
        };
        return CommandScope.Attach(command, console, (scope, parsed, _) =>
        {
            var comparison = new ReportComparison(
                Earlier(parsed.GetRequiredValue(before), scope.Work),
                RunReportFile.Read(parsed.GetRequiredValue(now))
            );
            var path = parsed.GetValue(output) is { } stated ? Path.GetFullPath(stated) : null;
            if (path is not null)
                Write(path, ComparisonMarkdown.Write(comparison));
            var compared = ComparisonOutput.Of(comparison, path);
            scope.Write(compared, writer => ComparisonText.Write(writer, compared));
            return ExitCodes.Success;
        });
    }

    // The first build of all has nothing before it.
    private static RunReport? Earlier(string path, WorkReporter work)
    {
        if (Path.Exists(path))
            return RunReportFile.Read(path);
        work.Note($"There is no '{path}': the model has no earlier build to be compared with.");
        return null;
    }

    private static void Write(string path, string text)
    {
        try
        {
            AtomicFile.Write(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.FileTrouble,
                $"'{path}' cannot be written: {failure.Message.TrimEnd('.')}. So nobody could read the comparison. "
                    + $"Give another --output.",
                new SourceLocation(path),
                failure
            );
        }
    }
}
