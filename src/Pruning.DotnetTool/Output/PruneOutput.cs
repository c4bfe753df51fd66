using System.Collections.Immutable;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Previews;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>prune</c> tells: costs as <c>plan</c> writes them.</summary>
/// <param name="Output">The file written.</param>
/// <param name="ImageSize">Side of the network's input in pixels; operations are for one such image.</param>
/// <param name="Granularity">What was removed, as the option spells it.</param>
/// <param name="Reconstructed">Whether weights were fitted to the whole network's maps.</param>
/// <param name="Recalibrated">Whether BatchNorm statistics were measured again.</param>
/// <param name="Before">Of the network as it came.</param>
/// <param name="After">Of the one that was written.</param>
/// <param name="Layers">Every convolution, in graph order.</param>
internal sealed record PruneOutput(
    string Output,
    int ImageSize,
    string Granularity,
    bool Reconstructed,
    bool Recalibrated,
    ImmutableArray<PreviewTarget> Targets,
    PreviewCost Before,
    PreviewCost After,
    ImmutableArray<PreviewLayer> Layers
)
{
    public static PruneOutput Of(
        string path,
        PruneOptions asked,
        bool reconstructed,
        bool recalibrated,
        PruningCosts costs
    ) =>
        new(
            path,
            asked.ImageSize,
            asked.Granularity.Name,
            reconstructed,
            recalibrated,
            costs.Targets,
            costs.Before,
            costs.After,
            costs.Layers
        );
}
