using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

/// <content>What there is to see without building.</content>
public sealed partial class PipelineRun
{
    /// <summary>What a whole run would do and make, in seconds and without doing it.</summary>
    /// <param name="note">Told what there is to know about the base model.</param>
    /// <exception cref="PruneException">The project or its data is at fault; what is wrong with the cut is part of the result.</exception>
    public BuildPreview Preview(Action<string> note, CancellationToken cancellation = default)
    {
        return Located(() =>
        {
            var root = CacheLocation.Of(_request);
            var inputs = Prepare(root, cancellation);
            using var remote = Remote(inputs.Options);
            var runner = Runner(root, inputs.Options, remote);
            inputs = Remembering(inputs.Files, () => Foreseen(inputs, runner, cancellation));
            var stages = StageList.Of(inputs);
            return Remembering(inputs.Files, () =>
            {
                var plan = runner.Plan(stages, StageKind.Gate, cancellation);
                return new PreviewMaker(inputs, stages, _diagnostics, note).Make(plan, new ForecastMaker(inputs, cancellation).Of(plan), cancellation);
            });
        });
    }

    /// <summary>What there is and what is missing; nothing is made, and nothing is fetched.</summary>
    /// <param name="mayMeasure">Whether a machine that has timed nothing yet may do a few passes of the network to tell how long it will take.</param>
    /// <exception cref="PruneException">The project or its data is at fault.</exception>
    public ProjectStanding Standing(bool mayMeasure = false, CancellationToken cancellation = default) => Located(() =>
    {
        var root = CacheLocation.Of(_request);
        var inputs = Prepare(root, cancellation);
        using var remote = Remote(inputs.Options);
        var plan = Remembering(inputs.Files, () => Whole(inputs, Runner(root, inputs.Options, remote), cancellation));
        var output = new OutputFolder(_request.OutputDirectory, _request.Name);
        return StandingMaker.Of(_request.Name, plan, new ForecastMaker(inputs, cancellation) { MayMeasure = mayMeasure }.Of(plan), File.Exists(output.ModelPath) ? output.ModelPath : null);
    });

    /// <summary>What a finished build of the project, as it is now, left of a step: from the store, or fetched from the remote cache. Nothing is made.</summary>
    /// <param name="steps">Names of <see cref="StepNames"/>, of steps from the export on.</param>
    /// <exception cref="PruneException">PRUNE9004: there is no such build.</exception>
    public ImmutableArray<StoreEntry> Stored(ImmutableArray<string> steps, CancellationToken cancellation = default) => Located(() =>
    {
        var root = CacheLocation.Of(_request);
        var inputs = Prepare(root, cancellation);
        using var remote = Remote(inputs.Options);
        var runner = Runner(root, inputs.Options, remote);
        var plan = Remembering(inputs.Files, () => Whole(inputs, runner, cancellation)).ToDictionary(step => step.Stage.Name, StringComparer.Ordinal);
        return steps.Select(name => plan[name].Entry ?? (plan[name].Outcome == StageOutcome.Fetched ? runner.Fetch(plan[name], cancellation) : null) ?? throw new PruneException(
            Codes.NotCached,
            $"There is no finished build of '{_request.Name}' as the project is now: the result of '{name}' is not in the cache. Run 'dotnet prune build {Path.GetFileName(_request.ProjectPath)}' first.")).ToImmutableArray();
    });
}
