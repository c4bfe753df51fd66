using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Weights;

/// <summary>The convolutions that a project keeps as they are, with the reason.</summary>
internal static class KeptLayers
{
    /// <exception cref="Diagnostics.PruneException">PRUNE4006: a pattern matches nothing.</exception>
    public static Dictionary<string, string> Find(Network network, ImmutableArray<KeepLayer> keepLayers)
    {
        foreach (var keep in keepLayers)
            keep.Layers.RequireMatch(network.Graph, "KeepLayer", keep.Location);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in network.Graph.Nodes.OfType<ConvolutionNode>())
        {
            if (keepLayers.FirstOrDefault(keep => keep.Layers.Matches(node.Name)) is { } kept)
                reasons[node.Name] = $"KeepLayer '{kept.Layers}' keeps it";
        }

        return reasons;
    }
}
