using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.Sensitivity;

namespace Pruning.Pruners;

/// <summary>A group's atoms by importance.</summary>
/// <param name="Order">Atoms, most important first; equal ones by index.</param>
/// <param name="Kept">
/// Kept[n] is what n atoms are worth: the sum of the n largest scores, or less what was measured to be lost with them.
/// </param>
internal sealed record GroupRanking(ImmutableArray<int> Order, ImmutableArray<double> Kept)
{
    /// <summary>What going from <paramref name="from"/> atoms to fewer loses.</summary>
    public double Loss(int from, int to) => Kept[from] - Kept[to];

    /// <returns>One ranking a group; null for a group that the measure cannot judge.</returns>
    /// <exception cref="PruneException">PRUNE4007: what a channel is worth is not a finite number.</exception>
    public static GroupRanking?[] Rank(Network network, CouplingMap map, PlanningOptions options)
    {
        var measure = options.Importance.MeasureOf(network, options);
        var normalize = options.Normalization == ScoreNormalization.GroupMean;
        return
        [
            .. map.Groups.Select(group =>
                group.IsHeld
                    ? null
                    : Guided(group, measure.Rank(group, network.Parameters, normalize), options.Sensitivity)
            ),
        ];
    }

    // Importance orders a group's channels; what the group as a whole loses has been measured.
    private static GroupRanking? Guided(CouplingGroup group, GroupRanking? ranking, SensitivityReport? sensitivity) =>
        ranking is not null
        && sensitivity is not null
        && SensitivityCurve.KeptOf(sensitivity, group, ranking) is { } kept
            ? ranking with
            {
                Kept = kept,
            }
            : ranking;
}
