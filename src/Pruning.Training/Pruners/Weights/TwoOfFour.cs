using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Weights;

/// <summary>
/// The 2:4 pattern (Mishra et al., "Accelerating Sparse Deep Neural Networks", 2021): of every four consecutive inputs
/// of a filter's tap the two of larger magnitude stay. Convolutions whose inputs do not come in fours stay dense.
/// </summary>
public static class TwoOfFour
{
    private const int Block = 4;
    private const int Kept = 2;

    /// <exception cref="Diagnostics.PruneException">PRUNE4006: a pattern matches nothing.</exception>
    public static (Network Network, WeightSparsity Sparsity) Apply(
        Network network,
        ImmutableArray<KeepLayer> keepLayers
    )
    {
        var kept = KeptLayers.Find(network, keepLayers);
        foreach (var node in network.Graph.Nodes.OfType<ConvolutionNode>().Where(node => !kept.ContainsKey(node.Name)))
        {
            if (network.Parameters[$"{node.Name}.weight"].Shape[1] is var inputs && inputs % Block != 0)
                kept[node.Name] = FormattableString.Invariant(
                    $"its filters have {inputs} inputs, which are no multiple of {Block}"
                );
        }

        var changed = network
            .Graph.Nodes.OfType<ConvolutionNode>()
            .Where(node => !kept.ContainsKey(node.Name))
            .Select(node => Thinned(network.Parameters[$"{node.Name}.weight"]));
        var result = network with { Parameters = network.Parameters.With(changed) };
        return (result, WeightSparsity.Count("2:4", result, kept));
    }

    /// <param name="weight"><c>[O, I, H, W]</c>.</param>
    private static Parameter Thinned(Parameter weight)
    {
        float[] values = [.. weight.Values];
        var taps = weight.Shape[2] * weight.Shape[3];
        Span<int> places = stackalloc int[Block];
        for (var first = 0; first < values.Length; first += Block * taps)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                for (var i = 0; i < Block; i++)
                    places[i] = first + (i * taps) + tap;
                // Stable: of equal ones the first stay.
                foreach (var place in places.ToArray().OrderByDescending(place => Math.Abs(values[place])).Skip(Kept))
                    values[place] = 0;
            }
        }

        return weight with
        {
            Values = values,
        };
    }
}
