using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// What a channel contributes to the outputs of those who read it, after Wanda (Sun et al., "A Simple and Effective
/// Pruning Approach for Large Language Models", ICLR 2024): a weight counts by its magnitude times the norm of the
/// input that it multiplies. A channel's score is the Euclidean norm of these over all weights that read it, in every
/// layer that reads any of the tied ones.
/// </summary>
/// <param name="energies">The mean square of each channel that is read.</param>
internal sealed class ActivationContribution(InputChannelStatistics energies) : ScoredImportance
{
    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var readers = group.Consumers.Select(member => member.Layer).Where(energies.ByLayer.ContainsKey).Distinct();
        var contributions = new InputChannelStatistics(
            readers.ToDictionary(
                layer => layer,
                layer => Contributions(parameters[$"{layer}.weight"], energies.ByLayer[layer])
            )
        );
        return contributions.SumOver(group) is { } sums ? [.. sums.Select(Math.Sqrt)] : null;
    }

    /// <param name="weight"><c>[O, I, H, W]</c>.</param>
    /// <param name="energy"><c>[I]</c>.</param>
    private static double[] Contributions(Parameter weight, double[] energy)
    {
        var squares = new double[energy.Length];
        var size = weight.Values.Length / weight.Shape[0] / energy.Length;
        for (var slice = 0; slice < weight.Shape[0] * energy.Length; slice++)
        {
            foreach (var value in weight.Values.AsSpan(slice * size, size))
                squares[slice % energy.Length] += (double)value * value;
        }

        return [.. squares.Zip(energy, (square, mean) => square * mean)];
    }
}
