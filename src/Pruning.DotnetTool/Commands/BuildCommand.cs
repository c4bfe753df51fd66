using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>build</c>: what <c>dotnet build</c> does with a .pruneproj, in this process and with live progress.
/// </summary>
internal static class BuildCommand
{
    public static Command Create(IConsole console)
    {
        var command = new Command(
            "build",
            "Trains, prunes, fine-tunes, exports and judges what a .pruneproj describes, taking finished stages "
                + "from the cache."
        );
        var project = new ProjectArguments(command);
        var reports = CatalogueOptions.Of(OptionCatalogue.Reports, "--reports", "formats");
        var executor = CatalogueOptions.Of(OptionCatalogue.Executor, "--executor", "where");
        command.Options.Add(reports);
        command.Options.Add(executor);
        return CommandScope.Attach(
            command,
            console,
            (scope, parsed, cancellation) =>
            {
                var request = project.Evaluate(
                    scope,
                    parsed,
                    cancellation,
                    [
                        .. Given(parsed, reports, OptionCatalogue.Reports, ReportListOption.Show),
                        .. Given(parsed, executor, OptionCatalogue.Executor, where => where),
                    ]
                );
                var result = Run(scope, request, cancellation);
                var report = result.Report!;
                if (scope.Format == OutputFormat.Json)
                    scope.Out.WriteLine(report.ToJson());
                else
                    scope.WriteText(writer =>
                        RunReportText.Write(writer, report, new OutputFolder(request.OutputDirectory, report.Name))
                    );
                if (OlderCopy.Find(new OutputFolder(request.OutputDirectory, report.Name), report) is { } older)
                    scope.Work.Note(
                        $"{older} is of an earlier 'dotnet build', which came to another result; the next "
                            + $"'dotnet build' brings it and the model beside it up to date, from the cache."
                    );
                return result.Passed ? ExitCodes.Success : ExitCodes.GateFailed;
            },
            Afterwards.NextBuild
        );
    }

    // In the words of the property, without the separators that MSBuild's command line has a meaning for.
    private static string[] Given<T>(
        ParseResult parsed,
        Option<T> option,
        ProjectOption<T> property,
        Func<T, string> show
    ) => parsed.GetResult(option) is { Implicit: false } ? [$"{property.Name}={show(parsed.GetValue(option)!)}"] : [];

    private static PipelineResult Run(CommandScope scope, ProjectRequest request, CancellationToken cancellation) =>
        scope.Work.Run(
            request.Name,
            show =>
                new PipelineRun(request, scope.Work, new LivePipeline(show, scope.Work.Note)).RunTo(
                    StageKind.Gate,
                    cancellation
                ),
            tellsTime: true
        );
}
