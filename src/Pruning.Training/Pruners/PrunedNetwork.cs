using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Pruners.Latency;

namespace Pruning.Pruners;

/// <summary>A network after a cut.</summary>
/// <param name="PlanJson">What was decided.</param>
/// <param name="KeptBecause">Why convolutions stay as they are, by name.</param>
/// <param name="Channels">Which channels stay; null at another granularity.</param>
public sealed record PrunedNetwork(
    Network Network,
    string PlanJson,
    ImmutableDictionary<string, ImmutableArray<string>> KeptBecause,
    PrunePlan? Channels = null
)
{
    /// <summary>As planned; null where no target asks for it.</summary>
    public PlannedLatency? Latency => Channels?.Latency;
}
