using System.Collections.Immutable;
using System.Numerics;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>One image of a dataset with its boxes.</summary>
/// <param name="Path">Full path of the image file.</param>
/// <param name="LabelPath">Full path where its label file is, or would be.</param>
/// <param name="HasLabelFile">False for a background image without a label file.</param>
/// <param name="Size">Height and width in pixels as decoded (EXIF orientation applied).</param>
/// <param name="Labels">Its boxes, in the file's order, duplicates removed.</param>
public sealed record LabeledImage(
    string Path,
    string LabelPath,
    bool HasLabelFile,
    Extent Size,
    ImmutableArray<Label> Labels
)
{
    /// <summary>
    /// Outlines, one a label in the same order (empty for a label given as a box), normalised; empty altogether where
    /// no label has one. Augmentation warps them in the box's stead, which keeps boxes tight under rotation.
    /// </summary>
    public ImmutableArray<ImmutableArray<Vector2>> Outlines { get; init; } = [];
}
