using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>inspect</c> tells of a checkpoint.</summary>
/// <param name="ImageSize">Side in pixels that operations are counted for.</param>
/// <param name="HeldChannels">Channels that no pruning may take.</param>
internal sealed record ModelInspection(
    string Model,
    int ImageSize,
    long Parameters,
    long Flops,
    ImmutableArray<int> Strides,
    ImmutableArray<string> Classes,
    int Channels,
    int HeldChannels,
    ImmutableArray<InspectedLayer> Layers,
    ImmutableSortedDictionary<string, string> Provenance
)
{
    /// <exception cref="PruneException">PRUNE6002: the size is not a multiple of the largest stride.</exception>
    public static ModelInspection Inspect(string model, Network network, int imageSize)
    {
        StrideFit.Require(imageSize, network.MaximumStride);
        var summary = NetworkSummary.Summarize(network, imageSize, imageSize);
        var coupling = Coupling.Analyze(network).Explain().ToDictionary(layer => layer.Layer, StringComparer.Ordinal);
        return new ModelInspection(
            model,
            imageSize,
            summary.Cost.Parameters,
            summary.Cost.Flops,
            network.Graph.Detect?.Strides ?? [],
            network.ClassNames,
            coupling.Values.Sum(layer => layer.Channels),
            coupling.Values.Sum(layer => layer.HeldChannels),
            [.. summary.Layers.Select(layer => InspectedLayer.Of(layer, coupling.GetValueOrDefault(layer.Name)))],
            network.Provenance
        );
    }
}
