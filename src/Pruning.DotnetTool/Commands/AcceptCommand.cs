using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Status;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>accept</c>: makes a finished build's metrics the locked baseline. It trains nothing.</summary>
internal static class AcceptCommand
{
    public static Command Create(IConsole console)
    {
        var command = new Command(
            "accept",
            "Records a finished build's metrics as the locked baseline, <project>.pruning.lock.json, which later "
                + "builds may not fall below. Commit that file."
        );
        var project = new ProjectArguments(command);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var request = Accepting(project.Evaluate(scope, parsed, cancellation));
            AwaitBuild(scope, request, cancellation);
            var path = LockedBaselineFile.PathOf(request.ProjectPath);
            var before = Earlier(path);
            var undo = AcceptUndo.Before(path);
            var result = Run(scope, request, cancellation);
            if (!result.Passed)
                return ExitCodes.GateFailed;
            var (baseline, held) = result.Accepted!;
            var told = new AcceptOutput(
                path,
                baseline.Pictures is null ? null : LockedPicturesFile.PathOf(path),
                baseline,
                Changes(before, result.Report!, path),
                held,
                undo.Words()
            );
            if (undo.IsOverwritten)
                scope.Work.Note(
                    $"The baseline that was there before is overwritten, and '{Path.GetDirectoryName(path)}' is "
                        + $"in no git repository that would have it."
                );
            scope.Write(told, writer => AcceptText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    private static ProjectRequest Accepting(ProjectRequest request) =>
        request with
        {
            Settings =
            [
                .. request.Settings,
                new ProjectSetting(OptionCatalogue.AcceptBaseline.Name, "true", request.Location),
                new ProjectSetting(OptionCatalogue.FailIfNotCached.Name, "true", request.Location),
            ],
        };

    // A damaged one is replaced: that is what its message recommends.
    private static LockedBaseline? Earlier(string path)
    {
        try
        {
            return LockedBaselineFile.Read(path);
        }
        catch (PruneException refusal) when (refusal.Code == Codes.BaselineUnreadable)
        {
            return null;
        }
    }

    private static LockedComparison? Changes(LockedBaseline? before, RunReport report, string path) =>
        before is null
            ? null
            : report.Model.CompareWith(before, report.Latency, new LockedBaselineOptions(path, Accept: false, 0, 0));

    // `dotnet build` holds no lock between two stages, and what it is about to make would be missed.
    private static void AwaitBuild(CommandScope scope, ProjectRequest request, CancellationToken cancellation) =>
        scope.Work.Run(
            request.Name,
            show =>
            {
                new BuildWatch(BuildOutputs.Of(request), TimeProvider.System).UntilNoneRuns(Waiting, cancellation);
                return true;

                void Waiting(RunStatus build, bool isFirst)
                {
                    var words =
                        $"waiting for the build of it that runs: process {build.ProcessId} on "
                        + $"{build.Machine}{(build.SecondsLeftAt(DateTimeOffset.UtcNow) is { } left ? $", about {Numbers.Clock(TimeSpan.FromSeconds(left))} left" : "")}";
                    show(words, null);
                    if (isFirst)
                        scope.Work.Note($"{build.Name}: {words}");
                }
            },
            tellsTime: true
        );

    private static PipelineResult Run(CommandScope scope, ProjectRequest request, CancellationToken cancellation)
    {
        try
        {
            return scope.Work.Run(
                request.Name,
                show =>
                    new PipelineRun(request, scope.Work, new LivePipeline(show, scope.Work.Note))
                    {
                        Purpose = "accepting",
                    }.RunTo(StageKind.Gate, cancellation),
                tellsTime: true
            );
        }
        catch (PruneException refusal) when (refusal.Code == Codes.NotCached)
        {
            throw new PruneException(
                Codes.NothingToAccept,
                $"There is no finished build of '{request.Name}' as the project is now: a stage's result is not "
                    + $"in the cache. Only what was measured can be accepted. Run 'dotnet prune build "
                    + $"{Path.GetFileName(request.ProjectPath)}', then accept.",
                request.Location,
                refusal
            );
        }
    }
}
