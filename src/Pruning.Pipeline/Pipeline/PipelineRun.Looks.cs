using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Pipeline;

/// <content>What there is to see without building.</content>
public sealed partial class PipelineRun
{
    /// <summary>What a whole run would do and make, in seconds and without doing it.</summary>
    /// <param name="note">Told what there is to know about the base model.</param>
    /// <exception cref="PruneException">
    /// The project or its data is at fault; what is wrong with the cut is part of the result.
    /// </exception>
    public BuildPreview Preview(Action<string> note, CancellationToken cancellation = default) =>
        Looking(
            (inputs, runner) =>
            {
                inputs = Foreseen(inputs, runner, cancellation);
                var stages = StageList.Build(inputs);
                var plan = runner.Plan(stages, StageKind.Gate, cancellation);
                return new PreviewMaker(inputs, stages, _diagnostics, note, (words, share) =>
                    Tell(new StepProgress(StepNames.Prune, StageKind.Prune, words, share))
                ).Make(plan, new ForecastMaker(inputs, cancellation).Of(plan), cancellation);
            },
            cancellation
        );

    /// <summary>What there is and what is missing; nothing is made, and nothing is fetched.</summary>
    /// <param name="trials">What a machine that has timed nothing yet may do to tell how long it will take.</param>
    /// <exception cref="PruneException">The project or its data is at fault.</exception>
    public ProjectStanding Standing(PaceTrials trials = PaceTrials.None, CancellationToken cancellation = default) =>
        Looking(
            (inputs, runner) =>
            {
                var plan = Whole(inputs, runner, cancellation);
                var output = new OutputFolder(_request.OutputDirectory, _request.Name);
                return StandingMaker.Make(
                    _request.Name,
                    plan,
                    new ForecastMaker(inputs, cancellation) { Trials = trials }.Of(plan),
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
        Looking(
            (inputs, runner) =>
            {
                var plan = Whole(inputs, runner, cancellation)
                    .ToDictionary(step => step.Stage.Name, StringComparer.Ordinal);
                return steps
                    .Select(name =>
                        plan[name].Entry
                        ?? (plan[name].Outcome == StageOutcome.Fetched ? runner.Fetch(plan[name], cancellation) : null)
                        ?? throw new PruneException(
                            Codes.NotCached,
                            $"There is no finished build of '{_request.Name}' as the project is now: the result "
                                + $"of '{name}' is not in the cache. Run 'dotnet prune build "
                                + $"{Path.GetFileName(_request.ProjectPath)}' first."
                        )
                    )
                    .ToImmutableArray();
            },
            cancellation
        );

    private T Looking<T>(
        Func<ProjectInputs, StageRunner, T> look,
        CancellationToken cancellation,
        bool needsTorch = true
    ) =>
        Located(() =>
        {
            var root = CacheLocation.Of(_request.CacheDirectory);
            var inputs = Prepare(root, cancellation, needsTorch);
            using var remote = Remote(inputs.Options);
            return Remembering(inputs.Files, () => look(inputs, Runner(root, inputs.Options, remote)));
        });
}
