using System.Numerics;
using System.Runtime.InteropServices;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// FPGM (He et al., "Filter Pruning via Geometric Median for Deep Convolutional Neural Networks Acceleration", CVPR
/// 2019): the sum of a filter's Euclidean distances to the layer's other filters. The smallest is nearest to the
/// geometric median, so the others can stand in for it best. An atom's filters in all tied layers count as one long
/// filter.
/// </summary>
internal sealed class GeometricMedian : ScoredImportance
{
    public override double[]? Score(CouplingGroup group, ParameterSet parameters)
    {
        var filters = FiltersOf(group, parameters);
        var scores = new double[group.Count];
        Parallel.For(0, group.Count, atom =>
        {
            foreach (var other in filters)
                scores[atom] += Distance(filters[atom], other);
        });
        return scores;
    }

    private static float[][] FiltersOf(CouplingGroup group, ParameterSet parameters)
    {
        var parts = Enumerable.Range(0, group.Count).Select(_ => new List<float>()).ToArray();
        foreach (var producer in group.Producers)
        {
            var weight = parameters[$"{producer.Layer}.weight"];
            var size = weight.Values.Length / weight.Shape[0];
            for (var i = 0; i < producer.Positions.Length; i++)
                parts[producer.Atoms[i]].AddRange(weight.Values.AsSpan(producer.Positions[i] * size, size));
        }

        return [.. parts.Select(part => part.ToArray())];
    }

    // Atoms of a group take the same number of channels in every producer, so the lengths agree.
    private static double Distance(float[] a, float[] b)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(a);
        var right = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sums += difference * difference;
        }

        var sum = (double)Vector.Sum(sums);
        for (var i = left.Length * Vector<float>.Count; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return Math.Sqrt(sum);
    }
}
