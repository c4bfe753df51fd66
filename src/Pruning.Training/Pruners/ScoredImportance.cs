using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>A measure that judges each channel by itself. Scores are not negative; larger is worth more.</summary>
internal abstract class ScoredImportance : ImportanceMeasure
{
    /// <summary>
    /// Whether scores of different groups are on one scale by construction, so that no normalisation is needed.
    /// </summary>
    public virtual bool IsComparableAcrossGroups => false;

    /// <returns>A score for each atom, or null where the group lacks what the measure reads.</returns>
    public abstract double[]? Score(CouplingGroup group, ParameterSet parameters);

    public sealed override GroupRanking? Rank(CouplingGroup group, ParameterSet parameters, bool normalize)
    {
        if (Score(group, parameters) is not { } scores)
            return null;
        RequireFinite(group, scores);
        var mean = scores.Average();
        if (normalize && !IsComparableAcrossGroups && mean > 0)
            scores = [.. scores.Select(score => score / mean)];
        ImmutableArray<int> order =
        [
            .. Enumerable.Range(0, scores.Length).OrderByDescending(atom => scores[atom]).ThenBy(atom => atom),
        ];
        var kept = new double[scores.Length + 1];
        for (var n = 0; n < order.Length; n++)
            kept[n + 1] = kept[n] + scores[order[n]];
        return new GroupRanking(order, [.. kept]);
    }
}
