using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>One round of an iterative pruning: after round k of n, k / n of what the targets ask for is gone.</summary>
/// <param name="Index">k, from 1.</param>
/// <param name="Count">n.</param>
/// <param name="Dense">
/// The network before the first round: targets, ratios and the least that a layer keeps refer to it.
/// </param>
public sealed record PruneRound(int Index, int Count, Network Dense)
{
    /// <summary>This round's limits, as what may remain: the line from the dense cost to the last round's.</summary>
    internal ImmutableArray<SparsityTarget> Targets(ImmutableArray<SparsityTarget> targets, PlannedCost dense) =>
        [
            .. targets.Select(target =>
                target with
                {
                    Reduction = null,
                    Maximum =
                        dense[target.Metric]
                        - ((dense[target.Metric] - target.LimitFor(dense[target.Metric])) * Index / Count),
                }
            ),
        ];

    /// <summary>The share of what the round before left that this one removes.</summary>
    internal double Ratio(double ofDense) =>
        1 - ((1 - (ofDense * Index / Count)) / (1 - (ofDense * (Index - 1) / Count)));

    /// <summary>Each group's width in the dense network over its width now.</summary>
    internal double[] Widths(CouplingMap now)
    {
        var dense = Coupling
            .Analyze(Dense)
            .Groups.ToDictionary(group => group.Name, group => group.Count, StringComparer.Ordinal);
        return [.. now.Groups.Select(group => (double)dense.GetValueOrDefault(group.Name, group.Count) / group.Count)];
    }
}
