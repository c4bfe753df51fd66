using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Slimming.Sensitivity;

namespace Pruning.Slimming;

/// <summary>A group's atoms by importance.</summary>
/// <param name="Order">Atoms, most important first; equal ones by index.</param>
/// <param name="Kept">Kept[n] is what n atoms are worth: the sum of the n largest scores, or less what was measured to be lost with them.</param>
internal sealed record GroupRanking(ImmutableArray<int> Order, ImmutableArray<double> Kept)
{
    /// <summary>What going from <paramref name="from"/> atoms to fewer loses.</summary>
    public double Loss(int from, int to) => Kept[from] - Kept[to];

    /// <returns>One ranking a group; null for a group that the measure cannot judge.</returns>
    /// <exception cref="PruneException">PRUNE4007: a score is not a finite number.</exception>
    public static GroupRanking?[] Of(Network network, CouplingMap map, SlimmingOptions options)
    {
        var measure = ImportanceMeasures.Of(network, options);
        var normalize = options.Normalization == ScoreNormalization.GroupMean && !measure.IsComparableAcrossGroups;
        return [.. map.Groups.Select(group => group.IsHeld ? null : Guided(group, Of(group, measure.Score(group, network.Parameters), normalize), options.Sensitivity))];
    }

    // Importance orders a group's channels; what the group as a whole loses has been measured.
    private static GroupRanking? Guided(CouplingGroup group, GroupRanking? ranking, SensitivityReport? sensitivity) =>
        ranking is not null && sensitivity is not null && SensitivityCurve.KeptOf(sensitivity, group, ranking) is { } kept ? ranking with { Kept = kept } : ranking;

    private static GroupRanking? Of(CouplingGroup group, double[]? scores, bool normalize)
    {
        if (scores is null)
            return null;
        var wrong = Array.FindIndex(scores, score => !double.IsFinite(score));
        if (wrong >= 0)
        {
            throw new PruneException(Codes.ImportanceNotFinite, string.Create(
                CultureInfo.InvariantCulture,
                $"Channel {wrong} of '{group.Name}' has the importance {scores[wrong]}: its weights are not finite numbers, so nothing can be ranked and the network cannot work. Training has probably diverged; start from an earlier checkpoint or lower the learning rate."));
        }

        var mean = scores.Average();
        if (normalize && mean > 0)
            scores = [.. scores.Select(score => score / mean)];
        ImmutableArray<int> order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(atom => scores[atom]).ThenBy(atom => atom)];
        var kept = new double[scores.Length + 1];
        for (var n = 0; n < order.Length; n++)
            kept[n + 1] = kept[n] + scores[order[n]];
        return new GroupRanking(order, [.. kept]);
    }
}
