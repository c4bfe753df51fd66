using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Graphs;

namespace Pruning.Pruners.Weights;

/// <summary>
/// What a sparsification left of each convolution's weights. Shapes stay: zeros shrink a compressed file, and no
/// latency.
/// </summary>
/// <param name="Pattern">weight, or 2:4.</param>
public sealed record WeightSparsity(string Pattern, ImmutableArray<SparseLayer> Layers)
{
    public long Weights => Layers.Sum(layer => layer.Weights);

    public long Zeros => Layers.Sum(layer => layer.Zeros);

    public string ToJson() => JsonSerializer.Serialize(this, PrunePlanJson.Options);

    /// <summary>Counts a network's.</summary>
    /// <param name="keptBecause">Why a layer was left as it is, by name.</param>
    internal static WeightSparsity Count(
        string pattern,
        Network network,
        IReadOnlyDictionary<string, string> keptBecause
    ) =>
        new(
            pattern,
            [
                .. network
                    .Graph.Nodes.OfType<ConvolutionNode>()
                    .Select(node =>
                    {
                        var weight = network.Parameters[$"{node.Name}.weight"].Values;
                        return new SparseLayer(
                            node.Name,
                            weight.LongLength,
                            weight.LongCount(value => value == 0),
                            keptBecause.GetValueOrDefault(node.Name)
                        );
                    }),
            ]
        );
}

/// <param name="KeptBecause">Why it was left as it is, or null.</param>
public sealed record SparseLayer(string Layer, long Weights, long Zeros, string? KeptBecause);
