using System.Collections.Immutable;

namespace Pruning.Data.Import;

/// <summary>What an import made.</summary>
/// <param name="YamlPath">The dataset's yaml.</param>
/// <param name="Notes">What was changed or left out.</param>
public sealed record ImportReport(
    AnnotationFormat Format,
    string YamlPath,
    ImmutableArray<string> ClassNames,
    ImmutableArray<ImportedSplit> Splits,
    ImmutableArray<ImportNote> Notes
);

/// <param name="Background">Images without boxes.</param>
public sealed record ImportedSplit(string Name, int Images, int Background, int Boxes);

/// <param name="Examples">The first few.</param>
public sealed record ImportNote(ImportRemark Remark, int Count, ImmutableArray<string> Examples);

/// <summary>
/// What can happen to an annotation or image on its way. In reports by name, so names are a contract.
/// </summary>
public enum ImportRemark
{
    /// <summary>Annotated, and not there.</summary>
    ImageMissing,

    /// <summary>There, and no image that can be read.</summary>
    ImageUnreadable,

    /// <summary>A file name that leads out of the images' folder, or cannot be one.</summary>
    ImageNameUnsafe,

    /// <summary>A second image whose labels would have the same file.</summary>
    ImageNameTaken,

    /// <summary>
    /// The image has another size than its annotations say, and the coordinates are taken to refer to theirs: it was
    /// resized afterwards.
    /// </summary>
    ImageSizeDiffers,

    /// <summary>
    /// The image has another size than its annotations say, and the coordinates are taken to refer to the image's own:
    /// what they say is wrong.
    /// </summary>
    ImageSizeNotBelieved,

    /// <summary>An annotation of an image that the file does not list.</summary>
    BoxOfUnknownImage,

    /// <summary>An annotation of a class that the file does not list.</summary>
    BoxOfUnknownClass,

    /// <summary>No coordinates, or such that are no numbers.</summary>
    BoxWithoutCoordinates,

    /// <summary>No width or no height inside of the image.</summary>
    BoxWithoutArea,

    /// <summary>Reached beyond the image, and was cut there.</summary>
    BoxCut,

    /// <summary>A region of many objects (COCO's <c>iscrowd</c>); left out.</summary>
    CrowdLeftOut,

    /// <summary>Marked as difficult (VOC); left out.</summary>
    DifficultLeftOut,

    /// <summary>A mask in run lengths, of which the box is taken.</summary>
    MaskTakenAsBox,

    /// <summary>VOC coordinates that count from 0.</summary>
    PixelsFromZero,

    /// <summary>Found under another name than the annotations say.</summary>
    ImageNameGuessed,

    /// <summary>The annotations say no size; the image's own is taken.</summary>
    ImageSizeGuessed,

    /// <summary>Nothing says a split.</summary>
    SplitGuessed,

    /// <summary>Named by a list of VOC's image sets, without an annotation file; left out.</summary>
    ListedWithoutAnnotations,

    /// <summary>An annotation file that no list of VOC's image sets names; left out.</summary>
    AnnotationsNotListed,

    /// <summary>Marked as a crowd like all of its file, and taken as an object.</summary>
    CrowdTakenAsObject,

    /// <summary>Given in fractions of the image's size, where the format has pixels.</summary>
    BoxInFractions,

    /// <summary>Narrower or lower than a pixel; kept.</summary>
    BoxBelowPixel,

    /// <summary>Several categories of one name, which are one class.</summary>
    ClassNameTwice,
}
