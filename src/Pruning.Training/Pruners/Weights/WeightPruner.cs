using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Weights;

/// <summary>A cut that leaves zeros, and the network's shape.</summary>
internal static class WeightPruner
{
    public static PrunedNetwork Make((Network Network, WeightSparsity Sparsity) made) =>
        new(
            made.Network,
            made.Sparsity.ToJson(),
            made.Sparsity.Layers.ToImmutableDictionary(
                layer => layer.Layer,
                layer => layer.KeptBecause is { } reason ? [reason] : ImmutableArray<string>.Empty
            )
        );
}
