using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <summary>What there is to see of a project without building it.</summary>
public sealed class ProjectView
{
    private readonly ProjectRequest _request;
    private readonly DiagnosticRecorder _diagnostics;
    private readonly EventRelay _progress;

    /// <param name="diagnostics">Told of warnings.</param>
    /// <param name="progress">Called on the working thread.</param>
    public ProjectView(ProjectRequest request, IDiagnosticSink diagnostics, IProgress<PipelineEvent>? progress = null)
    {
        _request = request;
        _diagnostics = new DiagnosticRecorder(diagnostics);
        _progress = new EventRelay(value => progress?.Report(value));
    }

    /// <summary>What a whole run would do and make, in seconds and without doing it.</summary>
    /// <param name="note">Told what there is to know about the base model.</param>
    /// <exception cref="PruneException">
    /// The project or its data is at fault; what is wrong with the cut is part of the result.
    /// </exception>
    public BuildPreview Preview(Action<string> note, CancellationToken cancellation = default) =>
        Look(
            project =>
            {
                var inputs = project.Foreseen(cancellation);
                var stages = StageList.Build(inputs);
                var plan = project.Runner.Plan(stages, StageKind.Gate, cancellation);
                return new PreviewMaker(inputs, stages, _diagnostics, note, (words, share) =>
                    _progress.Report(new StepProgress(StepNames.Prune, StageKind.Prune, words, share))
                ).Make(plan, new ForecastMaker(inputs, cancellation).Of(plan), cancellation);
            },
            cancellation
        );

    /// <summary>What there is and what is missing; nothing is made, and nothing is fetched.</summary>
    /// <param name="trials">What a machine that has timed nothing yet may do to tell how long it will take.</param>
    /// <exception cref="PruneException">The project or its data is at fault.</exception>
    public ProjectStanding Standing(PaceTrials trials = PaceTrials.None, CancellationToken cancellation = default) =>
        Look(
            project =>
            {
                var plan = project.Whole(cancellation);
                var output = new OutputFolder(_request.OutputDirectory, _request.Name);
                return StandingMaker.Make(
                    _request.Name,
                    plan,
                    new ForecastMaker(project.Inputs, cancellation) { Trials = trials }.Of(plan),
                    File.Exists(output.ModelPath) ? output.ModelPath : null
                );
            },
            cancellation,
            needsTorch: trials != PaceTrials.Inference
        );

    /// <summary>
    /// What a finished build of the project, as it is now, left of a step: from the store, or fetched from the remote
    /// cache. Nothing is made.
    /// </summary>
    /// <param name="steps">Names of <see cref="StepNames"/>, of steps from the export on.</param>
    /// <exception cref="PruneException">PRUNE9004: there is no such build.</exception>
    public ImmutableArray<StoreEntry> Stored(ImmutableArray<string> steps, CancellationToken cancellation = default) =>
        Look(
            project =>
            {
                var plan = project.Whole(cancellation).ToDictionary(step => step.Stage.Name, StringComparer.Ordinal);
                return steps.Select(name => Stored(project, Made(plan[name]), cancellation)).ToImmutableArray();

                // What a skipped step hands on is what the one before it has made.
                PlannedStep Made(PlannedStep step) => step.Stage.IsSkipped ? Made(plan[step.Stage.Upstream[0]]) : step;
            },
            cancellation
        );

    private StoreEntry Stored(OpenProject project, PlannedStep step, CancellationToken cancellation) =>
        step.Entry
        ?? (step.Outcome == StageOutcome.Fetched ? project.Runner.Fetch(step, cancellation) : null)
        ?? throw new PruneException(
            Codes.NotCached,
            $"There is no finished build of '{_request.Name}' as the project is now: the result of '{step.Stage.Name}' "
                + $"is not in the cache. Run 'dotnet prune build {Path.GetFileName(_request.ProjectPath)}' first."
        );

    private T Look<T>(Func<OpenProject, T> look, CancellationToken cancellation, bool needsTorch = true) =>
        new LocatedFailure(_request, _diagnostics).In(() =>
        {
            var root = CacheLocation.Of(_request.CacheDirectory);
            using var project = OpenProject.Read(_request, root, needsTorch, _diagnostics, _progress, cancellation);
            return project.Remembering(() => look(project));
        });
}
