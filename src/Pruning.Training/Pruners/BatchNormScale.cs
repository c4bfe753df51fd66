using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// The magnitude of a channel's batch-norm scales, as in Network Slimming (Liu et al., "Learning Efficient
/// Convolutional Networks through Network Slimming", ICCV 2017): the scale multiplies the channel's normalised
/// response, and an L1 penalty on the scales in training drives those of dispensable channels to zero. Where several
/// layers are tied (shortcuts) a channel's score is the mean over their norms: it can only go if all of them hardly use
/// it.
/// </summary>
internal sealed class BatchNormScale : ScoredImportance
{
    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var scores = new double[group.Count];
        var seen = new int[group.Count];
        foreach (var norm in group.Norms)
        {
            var scale = parameters[$"{norm.Layer}.weight"].Values;
            for (var i = 0; i < norm.Positions.Length; i++)
            {
                scores[norm.Atoms[i]] += Math.Abs(scale[norm.Positions[i]]);
                seen[norm.Atoms[i]]++;
            }
        }

        if (seen.Any(count => count == 0))
            return null;
        for (var atom = 0; atom < scores.Length; atom++)
            scores[atom] /= seen[atom];
        return scores;
    }
}
