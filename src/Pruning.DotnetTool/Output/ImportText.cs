using Pruning.Data.Import;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>An <see cref="ImportReport"/> for people.</summary>
internal static class ImportText
{
    public static void Write(TextWriter writer, ImportReport report)
    {
        writer.WriteLine($"{report.Format switch { AnnotationFormat.Coco => "COCO", _ => "Pascal VOC" }} annotations, {report.ClassNames.Length} {(report.ClassNames.Length == 1 ? "class" : "classes")}");
        writer.WriteLine();
        var table = new TextTable("split", "images", "background", "boxes");
        foreach (var split in report.Splits)
            table.Add(split.Name, Numbers.Count(split.Images), Numbers.Count(split.Background), Numbers.Count(split.Boxes));
        table.Write(writer);
        writer.WriteLine();
        foreach (var note in report.Notes)
            writer.WriteLine($"{Text(note.Remark)}: {Numbers.Count(note.Count)}, among them {note.Examples[0]}");
        if (!report.Notes.IsEmpty)
            writer.WriteLine();
        writer.WriteLine($"{report.YamlPath} is ready; 'dotnet prune data check' looks at it.");
    }

    private static string Text(ImportRemark remark) => remark switch
    {
        ImportRemark.ImageMissing => "images that are missing, left out",
        ImportRemark.ImageUnreadable => "images that cannot be read, left out",
        ImportRemark.ImageNameUnsafe => "images whose name leads elsewhere, left out",
        ImportRemark.ImageNameTaken => "images named twice, left out",
        ImportRemark.ImageSizeDiffers => "images of another size than annotated",
        ImportRemark.BoxOfUnknownImage => "annotations of unlisted images, left out",
        ImportRemark.BoxOfUnknownClass => "annotations of unlisted classes, left out",
        ImportRemark.BoxWithoutCoordinates => "annotations without coordinates, left out",
        ImportRemark.BoxWithoutArea => "boxes without area, left out",
        ImportRemark.BoxCut => "boxes cut at the image's edge",
        ImportRemark.CrowdLeftOut => "regions of crowds, left out",
        ImportRemark.DifficultLeftOut => "difficult objects, left out (--difficult keeps them)",
        ImportRemark.MaskTakenAsBox => "masks of which the box is taken",
        ImportRemark.PixelsFromZero => "coordinates count from 0",
        _ => throw new ArgumentOutOfRangeException(nameof(remark), remark, null),
    };
}
