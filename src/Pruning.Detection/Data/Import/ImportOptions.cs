namespace Pruning.Data.Import;

/// <summary>What an import converts and how.</summary>
/// <param name="Source">A file of annotations, or a folder that holds them.</param>
/// <param name="Output">The folder to make.</param>
public sealed record ImportOptions(string Source, string Output)
{
    /// <summary>Null: found out.</summary>
    public AnnotationFormat? Format { get; init; }

    /// <summary>Folder of the images; null: looked for around the annotations.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>
    /// The split of all annotations; null: what names of files and folders or VOC's lists say, and <c>train</c> where
    /// they say nothing.
    /// </summary>
    public string? Split { get; init; }

    /// <summary>
    /// Whether COCO's <c>iscrowd</c> entries are objects; null: only where a file marks every one so, as some tools do
    /// with masks.
    /// </summary>
    public bool? Crowds { get; init; }

    public ImageTransfer Images { get; init; }

    /// <summary>Writes polygons where the annotations have them, instead of boxes.</summary>
    public bool Outlines { get; init; }

    /// <summary>Keeps objects that VOC marks as difficult.</summary>
    public bool Difficult { get; init; }

    /// <summary>
    /// The number of VOC's first pixel, 0 or 1; null: 1, as VOC defines it, unless a coordinate is 0.
    /// </summary>
    public int? FirstPixel { get; init; }

    /// <summary>
    /// Whether coordinates refer to the size that the annotations state, where the image has another; false: to the
    /// image's own. Null: to the stated one, unless boxes tell that it is wrong.
    /// </summary>
    public bool? TrustsSizes { get; init; }

    /// <summary>Replaces what a former import left in the output folder.</summary>
    public bool Force { get; init; }
}
