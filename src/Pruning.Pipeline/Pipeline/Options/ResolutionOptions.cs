using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>What the resolution of the pruned network is chosen by.</summary>
/// <param name="Prune">
/// The cut that is asked for. What is tried is fitted and nothing more: imitation has no say.
/// </param>
/// <param name="Trains">Whether something trains after the cut.</param>
/// <param name="Limits">Of gates on what a network weighs.</param>
public sealed record ResolutionOptions(PruneOptions Prune, bool Trains, ImmutableArray<SizeLimit> Limits)
{
    /// <returns>
    /// Null where a project does not leave the resolution to the build, or there is nothing to choose by: operations or
    /// time to save, a cut of channels in one step whose weights are fitted, and labelled images to measure on.
    /// </returns>
    public static ResolutionOptions? Find(ProjectOptions project, Dataset dataset)
    {
        var prune = project.Prune;
        return
            project is { Resolution: null, Rounds.Length: 1, IsSensitivityGuided: false }
            && prune is { Granularity.RemovesChannels: true, Recovery: { Reconstruct: true } recovery }
            && prune.Targets.Any(target => target.Metric is TargetMetric.Flops or TargetMetric.Latency)
            && dataset.HasSplit(StageInputs.Validation)
            && dataset.Split(StageInputs.Validation).LabelCount > 0
            ? new ResolutionOptions(
                (prune with { Recovery = recovery with { ImitationSteps = 0 }, Activation = null }).Effective,
                project.TrainsPruned,
                [.. SizeLimit.In(project.Gates)]
            )
            : null;
    }
}
