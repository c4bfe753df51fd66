using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>
/// What a channel contributes to the outputs of those who read it: FLAP's fluctuation (An et al., "Fluctuation-based Adaptive Structured
/// Pruning for Large Language Models", AAAI 2024), the variance of the channel times the squared norm of the weights that read it. As a
/// share of all that the reader takes in, so that readers of different scale add up; over tied layers, the sum over all readers.
/// </summary>
internal sealed class ActivationContribution(ReaderSignals energies) : ImportanceMeasure
{
    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var readers = group.Consumers.Select(member => member.Layer).Where(energies.ByLayer.ContainsKey).Distinct();
        return new ReaderSignals(readers.ToDictionary(layer => layer, layer => Shares(parameters[$"{layer}.weight"], energies.ByLayer[layer]))).SumOver(group);
    }

    /// <param name="weight"><c>[O, I, H, W]</c>.</param>
    /// <param name="energy"><c>[I]</c>.</param>
    private static double[] Shares(Parameter weight, double[] energy)
    {
        var inputs = energy.Length;
        var size = weight.Values.Length / weight.Shape[0] / inputs;
        var shares = new double[inputs];
        for (var slice = 0; slice < weight.Shape[0] * inputs; slice++)
        {
            foreach (var value in weight.Values.AsSpan(slice * size, size))
                shares[slice % inputs] += (double)value * value;
        }

        for (var input = 0; input < inputs; input++)
            shares[input] *= energy[input];
        var whole = shares.Sum();
        // Not zero by accident: a number that has gone bad stays bad, and is refused.
        return whole == 0 ? shares : [.. shares.Select(share => share / whole)];
    }
}
