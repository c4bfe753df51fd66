using System.Collections.Immutable;
using Pruning.Pruners;

namespace Pruning.Pipeline.Options;

/// <summary>How the sensitivity of groups of layers is measured.</summary>
/// <param name="ImageSize">Side in pixels of what the network sees.</param>
/// <param name="ImportanceBatches">Batches of training images that a measure looks at that looks at images.</param>
/// <param name="StatisticsBatches">
/// Batches of training images that BatchNorm statistics are measured on after each cut.
/// </param>
/// <param name="Sparsities">The shares to remove, above 0 and below 1.</param>
/// <param name="KeepLayers">Layers that nothing is cut from.</param>
public sealed record SensitivityOptions(
    int ImageSize,
    Importance Importance,
    int ImportanceBatches,
    int StatisticsBatches,
    ImmutableArray<double> Sparsities,
    ImmutableArray<KeepLayer> KeepLayers,
    CalibrationOptions Images
)
{
    private const int UsualStatisticsBatches = 8;

    private static readonly ImmutableArray<double> UsualSparsities = [0.25, 0.5, 0.75];

    /// <summary>For a cut that goes by it. The targets have no say: other ones take the same figures.</summary>
    public static SensitivityOptions For(PruneOptions prune) =>
        new(
            prune.NetworkSize,
            prune.Importance,
            prune.ImportanceBatches!.Value,
            UsualStatisticsBatches,
            UsualSparsities,
            prune.KeepLayers,
            prune.Recovery!.Images
        );
}
