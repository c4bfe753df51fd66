using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// The L1 (Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017) or L2 norm of the filters that make a
/// channel; over tied layers, the norm of all their filters together.
/// </summary>
internal sealed class FilterNorm(int power) : ScoredImportance
{
    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var sums = new double[group.Count];
        foreach (var producer in group.Producers)
        {
            var weight = parameters[$"{producer.Layer}.weight"];
            var size = weight.Values.Length / weight.Shape[0];
            for (var i = 0; i < producer.Positions.Length; i++)
                sums[producer.Atoms[i]] += Sum(weight.Values.AsSpan(producer.Positions[i] * size, size));
        }

        return power == 1 ? sums : [.. sums.Select(Math.Sqrt)];
    }

    private double Sum(ReadOnlySpan<float> filter)
    {
        var sum = 0.0;
        foreach (var value in filter)
            sum += power == 1 ? Math.Abs((double)value) : (double)value * value;
        return sum;
    }
}
