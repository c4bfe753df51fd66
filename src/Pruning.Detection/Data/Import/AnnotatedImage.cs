using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>An image with what was annotated on it, before it becomes YOLO labels.</summary>
/// <param name="Name">
/// Relative, with forward slashes: where the image will be below its split's folder. Checked to lead nowhere else.
/// </param>
/// <param name="Path">Full path of the image file.</param>
/// <param name="Size">What the annotations' coordinates refer to.</param>
/// <param name="FileSize">What the image file has, which may be another.</param>
internal sealed record AnnotatedImage(
    string Name,
    string Path,
    Extent Size,
    Extent FileSize,
    ImmutableArray<AnnotatedBox> Boxes
);

/// <summary>An object, in pixels: edges of the picture at 0 and at its width and height.</summary>
/// <param name="Outline">x, y, x, y, …; empty where only the box is known.</param>
internal readonly record struct AnnotatedBox(
    int ClassIndex,
    double Left,
    double Top,
    double Right,
    double Bottom,
    ImmutableArray<double> Outline
);

/// <summary>What a reader found.</summary>
internal sealed record Annotations(
    AnnotationFormat Format,
    ImmutableArray<string> ClassNames,
    ImmutableArray<AnnotatedSplit> Splits
);

internal sealed record AnnotatedSplit(string Name, ImmutableArray<AnnotatedImage> Images);
