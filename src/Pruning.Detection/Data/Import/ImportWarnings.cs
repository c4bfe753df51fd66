using Pruning.Diagnostics;

namespace Pruning.Data.Import;

/// <summary>What an import left out or changed, as coded warnings: images and boxes.</summary>
internal static class ImportWarnings
{
    public static void Report(ImportReport report, IDiagnosticSink diagnostics)
    {
        foreach (var note in report.Notes)
        {
            var example = note.Examples[0];
            var (code, text) = note.Remark switch
            {
                ImportRemark.ImageMissing => (
                    Codes.AnnotatedImagesLeftOut,
                    $"{note.Count} annotated images are missing, among them '{example}'. Put them there, or say "
                        + $"with --images-from where they are."
                ),
                ImportRemark.ImageUnreadable => (
                    Codes.AnnotatedImagesLeftOut,
                    $"{note.Count} annotated images cannot be read and are left out, among them '{example}'. "
                        + $"Replace them."
                ),
                ImportRemark.ImageNameUnsafe => (
                    Codes.AnnotatedImagesLeftOut,
                    $"{note.Count} annotated images have names that lead out of their folder or cannot be an "
                        + $"image's, and are left out, among them '{example}'. Correct the annotations."
                ),
                ImportRemark.ImageNameTaken => (
                    Codes.AnnotatedImagesLeftOut,
                    $"{note.Count} annotated images are named twice, or share their labels' file with another, "
                        + $"and are left out, among them '{example}'. Rename them."
                ),
                ImportRemark.ImageSizeDiffers => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} images have another size than their annotations say, among them '{example}'. "
                        + $"The size of the annotations is taken, and boxes are scaled from it, as is right where "
                        + $"images were brought to another size afterwards. If they were turned or cut, annotate them "
                        + $"anew; if the stated size is wrong and coordinates count the image's own pixels, say "
                        + $"--sizes image."
                ),
                ImportRemark.ImageSizeNotBelieved => (
                    Codes.ImportGuessed,
                    $"{note.Count} images have another size than their annotations say, among them '{example}'. "
                        + $"The image's own is taken, and coordinates count its pixels. If the annotations are right, "
                        + $"say --sizes annotated."
                ),
                ImportRemark.BoxOfUnknownImage => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} annotations are of images that the file does not list, and are left out, "
                        + $"among them of {example}."
                ),
                ImportRemark.BoxOfUnknownClass => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} annotations have no class that the file lists, and are left out, among them "
                        + $"on '{example}'."
                ),
                ImportRemark.BoxWithoutCoordinates => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} annotations have no usable coordinates, and are left out, among them on '{example}'."
                ),
                ImportRemark.BoxWithoutArea => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} boxes have no area inside of their image, and are left out, among them on "
                        + $"'{example}'."
                ),
                ImportRemark.BoxCut => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} boxes reach beyond their image, and are cut there, among them on '{example}'."
                ),
                ImportRemark.ImageNameGuessed => (
                    Codes.ImportGuessed,
                    $"{note.Count} images were found under another name than the annotations say, among them "
                        + $"{example}. If that is another picture, its boxes are wrong; correct the names, or say with "
                        + $"--images-from where the images are."
                ),
                ImportRemark.ListedWithoutAnnotations => (
                    Codes.AnnotatedImagesLeftOut,
                    $"{note.Count} listed images have no annotation file and are left out, among them {example}. "
                        + $"Put the files into 'Annotations', or correct the list."
                ),
                ImportRemark.AnnotationsNotListed => (
                    Codes.AnnotatedImagesLeftOut,
                    $"{note.Count} annotation files are named by no list and are left out, among them "
                        + $"'{example}'. Add them to a list, or say --split to take all into one."
                ),
                ImportRemark.CrowdLeftOut => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} regions are marked as crowds (iscrowd) and are left out, among them on "
                        + $"'{example}'. If they are objects, as masks of some tools are, say --crowds keep."
                ),
                ImportRemark.CrowdTakenAsObject => (
                    Codes.ImportGuessed,
                    $"{note.Count} regions are marked as crowds (iscrowd), like every one of their file, and are "
                        + $"taken as objects, among them on '{example}'. If they are crowds, say --crowds leave-out."
                ),
                ImportRemark.BoxInFractions => (
                    Codes.ImportGuessed,
                    $"{note.Count} boxes, all that there are, lie within the first pixel, and are taken for "
                        + $"fractions of the image's size, among them on '{example}'. The format has pixels; look at "
                        + $"the result, and correct the annotations if they are something else."
                ),
                ImportRemark.BoxBelowPixel => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} boxes are narrower or lower than a pixel, among them on '{example}'. Nothing "
                        + $"can be found there; correct the annotations, which may be in another unit."
                ),
                ImportRemark.ClassNameTwice => (
                    Codes.AnnotationsChanged,
                    $"{note.Count} class names stand for several categories, among them {example}, and each "
                        + $"becomes one class. If they are different things, give them different names."
                ),
                // Meant so, or ordinary: counted in the report only.
                _ => (null, ""),
            };
            if (code is not null)
                diagnostics.Report(PruneDiagnostic.Of(code, text, new SourceLocation(report.YamlPath)));
        }

        foreach (var split in report.Splits.Where(split => split.Boxes == 0))
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.SplitWithoutBoxes,
                    $"The {split.Images} images of '{split.Name}' have no boxes at all, so nothing is learnt or "
                        + $"measured there. If they show objects, their annotations are missing or were left out, see "
                        + $"above.",
                    new SourceLocation(report.YamlPath)
                )
            );
    }
}
