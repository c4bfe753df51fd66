using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// LAMP (Lee et al., "Layer-adaptive Sparsity for the Magnitude-based Pruning", ICLR 2021) over channels: a squared
/// filter norm divided by the sum of its own and all larger ones in the group. The largest channel of every group
/// scores 1, so no group is emptied.
/// </summary>
internal sealed class LayerAdaptiveMagnitude : ScoredImportance
{
    private readonly FilterNorm _norm = new(power: 2);

    public override bool IsComparableAcrossGroups => true;

    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var squares = _norm.Score(group, parameters)!.Select(norm => norm * norm).ToArray();
        var scores = new double[squares.Length];
        var remaining = 0.0;
        // From the largest down; among equals the first atom counts as the larger, as everywhere in the planner.
        foreach (
            var atom in Enumerable
                .Range(0, squares.Length)
                .OrderByDescending(atom => squares[atom])
                .ThenBy(atom => atom)
        )
        {
            remaining += squares[atom];
            scores[atom] = remaining > 0 ? squares[atom] / remaining : 0;
        }

        return scores;
    }
}
