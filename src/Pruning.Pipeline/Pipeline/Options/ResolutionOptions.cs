using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Graphs;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>What the resolution of the pruned network, and its activation, are chosen by.</summary>
/// <param name="Prune">
/// The cut that is asked for. What is tried is fitted and nothing more: imitation has no say.
/// </param>
/// <param name="Trains">Whether something trains after the cut.</param>
/// <param name="Limits">Of gates on what a network weighs.</param>
public sealed record ResolutionOptions(PruneOptions Prune, bool Trains, ImmutableArray<SizeLimit> Limits)
{
    /// <summary>Whether the resolution is chosen; else it is that of <see cref="Prune"/>.</summary>
    public bool ChoosesResolution { get; init; } = true;

    /// <summary>The activation that is taken if it costs little; null keeps the network's.</summary>
    public ActivationKind? Activation { get; init; }

    /// <returns>
    /// Null where a project leaves neither to the build, or there is nothing to choose by: a cut of channels in one
    /// step whose weights are fitted, labelled images to measure on, and for the resolution operations or time to save.
    /// </returns>
    public static ResolutionOptions? Find(ProjectOptions project, Dataset dataset)
    {
        var prune = project.Prune;
        if (
            project is not { Rounds.Length: 1, IsSensitivityGuided: false }
            || prune is not { Granularity.RemovesChannels: true, Recovery: { Reconstruct: true } recovery }
            || !dataset.HasSplit(StageInputs.Validation)
            || dataset.Split(StageInputs.Validation).LabelCount == 0
        )
            return null;
        var choosesResolution =
            project.Resolution is null
            && prune.Targets.Any(target => target.Metric is TargetMetric.Flops or TargetMetric.Latency);
        return choosesResolution || project.ChoosesActivation
            ? new ResolutionOptions(
                (
                    prune with
                    {
                        Recovery = recovery with { ImitationSteps = 0 },
                        Activation = prune.TargetsLatency ? prune.Activation : null,
                    }
                ).Effective,
                project.TrainsPruned,
                [.. SizeLimit.In(project.Gates)]
            )
            {
                ChoosesResolution = choosesResolution,
                Activation = project.ChoosesActivation ? ActivationChoice.Tried : null,
            }
            : null;
    }
}
