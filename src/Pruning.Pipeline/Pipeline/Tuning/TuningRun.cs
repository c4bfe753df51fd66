using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Reporting.Tuning;
using Pruning.Storage;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Searches a project's training and pruning options for the best mAP50-95 of the pruned network on the validation
/// images, under the project's targets. The test images are never looked at.
/// </summary>
public sealed class TuningRun
{
    /// <summary>How notes call it.</summary>
    public const string Name = "tune";

    private readonly ProjectRequest _request;
    private readonly TrialDiagnostics _trialDiagnostics;
    private readonly DiagnosticRecorder _diagnostics;
    private readonly EventRelay _progress;

    /// <param name="diagnostics">Told of warnings.</param>
    /// <param name="progress">Called on the working thread.</param>
    public TuningRun(ProjectRequest request, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress = null)
    {
        _request = OnValidationImages(request);
        _trialDiagnostics = new TrialDiagnostics(diagnostics);
        _diagnostics = new DiagnosticRecorder(_trialDiagnostics);
        _progress = new EventRelay(value => progress?.Report(value));
    }

    /// <summary>Where a search of a project leaves its results.</summary>
    public static TuningFolder FolderOf(ProjectRequest request, TuningOptions asked) =>
        new(Path.GetFullPath(asked.Output ?? Path.ChangeExtension(request.ProjectPath, ".tuning")));

    /// <summary>Searches, and writes what it finds; trials that are in the store are not trained again.</summary>
    /// <exception cref="PruneException">
    /// PRUNE0115: the search space is wrong; PRUNE0116: the project cannot be tuned; PRUNE0117: no trial has a model;
    /// what else is wrong with the project, its data or its model.
    /// </exception>
    /// <exception cref="OperationCanceledException">Stopped; the same search goes on from there.</exception>
    public TuningReport Run(TuningOptions asked, CancellationToken cancellation = default) =>
        new LocatedFailure(_request, _diagnostics).In(() =>
        {
            // What is wrong with it is told before anything else takes time.
            var space = asked.Space is { } path ? SearchSpaceFile.Read(Path.GetFullPath(path)) : default;
            var root = CacheLocation.Of(_request.CacheDirectory);
            using var exclusive = Lock(root, cancellation);
            using var project = OpenProject.Read(
                _request,
                root,
                needsTorch: true,
                _diagnostics,
                _progress,
                cancellation
            );
            return project.Remembering(() => Search(project, space, asked, cancellation));
        });

    private TuningReport Search(
        OpenProject opened,
        ImmutableArray<TunedParameter> space,
        TuningOptions asked,
        CancellationToken cancellation
    )
    {
        var project = new TrialProject(opened.Inputs);
        TuningChecks.Require(project);
        var plan = HalvingPlan.Of(asked.Trials, asked.Eta, asked.Rungs, project.LongestTraining);
        var effects = new SpaceEffects(project);
        if (space.IsDefault)
            space = effects.Useful(StandardSpace.Around(project.ValueOf));
        else
            effects.Require(space);
        if (TuningForecast.Of(project, plan, cancellation) is { } forecast)
            Note(forecast);
        var (reports, folder) = (new TuningReports(project, space, plan, asked), FolderOf(_request, asked));
        var results = new List<TrialResult>();
        var found = new SuccessiveHalving(
            plan,
            new TrialSource(space, asked.Seed, project.ValueOf),
            new LocalTrials(project, opened.Runner, run => Begin(run, plan)),
            result =>
            {
                results.Add(result);
                Note(TuningSentence.Of(TuningReports.Of(result), plan.Trials, plan.Shares.Length));
                folder.WriteHistory(reports.Make(results, null));
            }
        ).Run(cancellation);
        var outcome = TuningOutcomes.Of(found);
        var report = reports.Make(found, outcome);
        folder.WriteWinner(project, outcome);
        folder.WriteHistory(report);
        return report;
    }

    private void Begin(TrialRun run, HalvingPlan plan)
    {
        _trialDiagnostics.IsShort = !run.IsWhole;
        _progress.Report(new TrialStarted(run, plan.Trials, plan.Shares.Length));
    }

    private void Note(string message) => _progress.Report(new StepNote(Name, StageKind.Import, message));

    // Whatever the gates of the project look at: what chooses must not be what judges in the end.
    private static ProjectRequest OnValidationImages(ProjectRequest request) =>
        request with
        {
            Settings = request.Settings.Add(
                new ProjectSetting(
                    OptionCatalogue.GateSplit.Name,
                    StageInputs.Validation,
                    request.LocationOf(OptionCatalogue.GateSplit.Name)
                )
            ),
        };

    private FileLock Lock(string root, CancellationToken cancellation) =>
        FileLock.Acquire(
            CacheLocation.LocksIn(root),
            $"{_request.ProjectPath} {Name}",
            $"tuning {Path.GetFileName(_request.ProjectPath)}",
            holder => _progress.Report(new StepWaiting(Name, StageKind.Import, holder)),
            cancellation
        );
}
