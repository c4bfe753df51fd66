using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// Taylor FO (Molchanov et al., "Importance Estimation for Neural Network Pruning", CVPR 2019): the first-order change
/// of the loss when a channel goes, squared and averaged over batches; its root, so that a group's mean is not that of
/// its few largest channels. The paper's gate on a channel has the gradient Σ gradient · weight; here the gate stands
/// where the channel is read, and one gate serves all tied layers: the sum runs over every convolution that reads the
/// atom, and is squared after. So the score is of the removal as surgery does it, with or without batch norms.
/// </summary>
internal sealed class TaylorExpansion(ImmutableArray<InputChannelStatistics> batches) : ScoredImportance
{
    // A change of the loss is one wherever the channel is. docs/slimming.md has the figures.
    public override bool IsComparableAcrossGroups => true;

    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var scores = new double[group.Count];
        foreach (var batch in batches)
        {
            if (batch.SumOver(group) is not { } changes)
                return null;
            for (var atom = 0; atom < scores.Length; atom++)
                scores[atom] += changes[atom] * changes[atom] / batches.Length;
        }

        return [.. scores.Select(Math.Sqrt)];
    }
}
