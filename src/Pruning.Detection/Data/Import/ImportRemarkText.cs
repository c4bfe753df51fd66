namespace Pruning.Data.Import;

/// <summary>What happened to annotations or images, in words that a count follows.</summary>
public static class ImportRemarkText
{
    public static string Of(ImportRemark remark) =>
        remark switch
        {
            ImportRemark.ImageMissing => "images that are missing, left out",
            ImportRemark.ImageUnreadable => "images that cannot be read, left out",
            ImportRemark.ImageNameUnsafe => "images whose name leads elsewhere, left out",
            ImportRemark.ImageNameTaken => "images named twice, left out",
            ImportRemark.ImageSizeDiffers => "images of another size than annotated, their boxes scaled",
            ImportRemark.ImageSizeNotBelieved => "images of another size than annotated, their own taken",
            ImportRemark.BoxOfUnknownImage => "annotations of unlisted images, left out",
            ImportRemark.BoxOfUnknownClass => "annotations of unlisted classes, left out",
            ImportRemark.BoxWithoutCoordinates => "annotations without coordinates, left out",
            ImportRemark.BoxWithoutArea => "boxes without area, left out",
            ImportRemark.BoxCut => "boxes cut at the image's edge",
            ImportRemark.CrowdLeftOut => "regions of crowds, left out (--crowds keep takes them)",
            ImportRemark.DifficultLeftOut => "difficult objects, left out (--difficult keeps them)",
            ImportRemark.MaskTakenAsBox => "masks of which the box is taken",
            ImportRemark.PixelsFromZero => "coordinates count from 0",
            ImportRemark.ImageNameGuessed => "images found under another name than written",
            ImportRemark.ImageSizeGuessed => "images without a size in the annotations, their own taken",
            ImportRemark.SplitGuessed => "splits that nothing says, guessed (--split says one)",
            ImportRemark.ListedWithoutAnnotations => "listed images without annotations, left out",
            ImportRemark.AnnotationsNotListed => "annotations that no list names, left out",
            ImportRemark.CrowdTakenAsObject => "regions of crowds, taken as objects",
            ImportRemark.BoxInFractions => "boxes in fractions of the image, brought to pixels",
            ImportRemark.BoxBelowPixel => "boxes smaller than a pixel",
            ImportRemark.ClassNameTwice => "class names of several categories, each one class",
            _ => throw new ArgumentOutOfRangeException(nameof(remark), remark, null),
        };
}
