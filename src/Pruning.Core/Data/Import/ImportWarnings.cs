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
                ImportRemark.ImageMissing => (Codes.AnnotatedImagesLeftOut, $"{note.Count} annotated images are missing, among them '{example}'. Put them there, or say with --images-from where they are."),
                ImportRemark.ImageUnreadable => (Codes.AnnotatedImagesLeftOut, $"{note.Count} annotated images cannot be read and are left out, among them '{example}'. Replace them."),
                ImportRemark.ImageNameUnsafe => (Codes.AnnotatedImagesLeftOut, $"{note.Count} annotated images have names that lead out of their folder or cannot be an image's, and are left out, among them '{example}'. Correct the annotations."),
                ImportRemark.ImageNameTaken => (Codes.AnnotatedImagesLeftOut, $"{note.Count} annotated images are named twice, or share their labels' file with another, and are left out, among them '{example}'. Rename them."),
                ImportRemark.ImageSizeDiffers => (Codes.AnnotationsChanged, $"{note.Count} images have another size than their annotations say, among them '{example}'. Their boxes are off if the images were turned or cut; annotate them anew, or remove them."),
                ImportRemark.BoxOfUnknownImage => (Codes.AnnotationsChanged, $"{note.Count} annotations are of images that the file does not list, and are left out, among them of {example}."),
                ImportRemark.BoxOfUnknownClass => (Codes.AnnotationsChanged, $"{note.Count} annotations have no class that the file lists, and are left out, among them on '{example}'."),
                ImportRemark.BoxWithoutCoordinates => (Codes.AnnotationsChanged, $"{note.Count} annotations have no usable coordinates, and are left out, among them on '{example}'."),
                ImportRemark.BoxWithoutArea => (Codes.AnnotationsChanged, $"{note.Count} boxes have no area inside of their image, and are left out, among them on '{example}'."),
                ImportRemark.BoxCut => (Codes.AnnotationsChanged, $"{note.Count} boxes reach beyond their image, and are cut there, among them on '{example}'."),
                // Meant so: counted in the report only.
                _ => (null, ""),
            };
            if (code is not null)
                diagnostics.Report(PruneDiagnostic.Of(code, text, new SourceLocation(report.YamlPath)));
        }
    }
}
