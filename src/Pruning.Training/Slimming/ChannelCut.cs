using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>A cut of whole channels.</summary>
public static class ChannelCut
{
    /// <param name="plan">Which channels stay.</param>
    public static CutResult Make(Network network, PrunePlan plan)
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
        return new CutResult(Surgery.Cut(network, plan), plan.ToJson(), kept, plan);
    }
}
