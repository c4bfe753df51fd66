using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Pruners;

namespace Pruning.DotnetTool.Output;

/// <summary>A layer with what pruning may do to it.</summary>
/// <param name="Prunable">Null for layers without channels of their own.</param>
/// <param name="TiedTo">Layers that lose a channel when this one does.</param>
/// <param name="TiedBecause">What ties them.</param>
/// <param name="ReadBy">Convolutions that read its channels, and lose inputs with them.</param>
/// <param name="HeldChannels">How many of its channels cannot be removed.</param>
/// <param name="HeldBecause">Why channels cannot be removed.</param>
internal sealed record InspectedLayer(
    string Name,
    string Type,
    int InputChannels,
    int OutputChannels,
    int Height,
    int Width,
    long Parameters,
    long Flops,
    ScaleSummary? Scales,
    bool? Prunable,
    ImmutableArray<string> TiedTo,
    ImmutableArray<string> TiedBecause,
    ImmutableArray<string> ReadBy,
    int HeldChannels,
    ImmutableArray<string> HeldBecause
)
{
    public static InspectedLayer Of(LayerSummary layer, LayerCoupling? coupling) =>
        new(
            layer.Name,
            layer.Type,
            layer.InputChannels,
            layer.OutputChannels,
            layer.Height,
            layer.Width,
            layer.Parameters,
            layer.Flops,
            layer.Scales,
            coupling is null ? null : coupling.HeldChannels < coupling.Channels,
            coupling?.TiedTo ?? [],
            coupling?.TiedBecause ?? [],
            coupling?.ReadBy ?? [],
            coupling?.HeldChannels ?? 0,
            coupling?.HeldBecause ?? []
        );
}
