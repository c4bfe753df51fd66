using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>A cut of whole channels.</summary>
public static class ChannelPruner
{
    /// <param name="plan">Which channels stay.</param>
    public static PrunedNetwork Make(Network network, PrunePlan plan)
    {
        var reasons = plan
            .Groups.Where(group => group.Reason is not null)
            .ToDictionary(group => group.Name, group => group.Reason!, StringComparer.Ordinal);
        var kept = Coupling
            .Analyze(network)
            .Explain()
            .ToImmutableDictionary(
                layer => layer.Layer,
                layer =>
                    layer
                        .Groups.Where(reasons.ContainsKey)
                        .Select(group => reasons[group])
                        .Distinct()
                        .ToImmutableArray()
            );
        return new PrunedNetwork(Surgery.Prune(network, plan), plan.ToJson(), kept, plan);
    }
}
