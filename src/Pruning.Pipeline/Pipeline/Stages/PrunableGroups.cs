using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Pruners;

namespace Pruning.Pipeline.Stages;

/// <summary>The coupling groups of a network that may lose channels.</summary>
internal static class PrunableGroups
{
    /// <param name="kept">Layers that a project keeps whole.</param>
    public static IEnumerable<CouplingGroup> In(Network network, ImmutableArray<KeepLayer> kept) =>
        Coupling
            .Analyze(network)
            .Groups.Where(group =>
                !group.IsHeld && !group.Producers.Any(producer => kept.Any(keep => keep.Layers.Matches(producer.Layer)))
            );

    /// <summary>The BatchNorm layers whose channels they are.</summary>
    public static ImmutableArray<string> NormsIn(Network network, ImmutableArray<KeepLayer> kept) =>
        [.. In(network, kept).SelectMany(group => group.Norms).Select(norm => norm.Layer).Distinct()];
}
