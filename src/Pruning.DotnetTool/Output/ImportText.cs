using Pruning.Data.Import;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>An <see cref="ImportReport"/> for people.</summary>
internal static class ImportText
{
    public static void Write(TextWriter writer, ImportReport report)
    {
        writer.WriteLine(
            $"{report.Format switch { AnnotationFormat.Coco => "COCO", _ => "Pascal VOC" }} annotations, "
                + $"{report.ClassNames.Length} {(report.ClassNames.Length == 1 ? "class" : "classes")}"
        );
        writer.WriteLine();
        var table = new TextTable("split", "images", "background", "boxes");
        foreach (var split in report.Splits)
            table.Add(
                split.Name,
                Numbers.Count(split.Images),
                Numbers.Count(split.Background),
                Numbers.Count(split.Boxes)
            );
        table.Write(writer);
        writer.WriteLine();
        foreach (var note in report.Notes)
            writer.WriteLine(
                $"{ImportRemarkText.Of(note.Remark)}: {Numbers.Count(note.Count)}, among them {note.Examples[0]}"
            );
        if (!report.Notes.IsEmpty)
            writer.WriteLine();
        writer.WriteLine($"{report.YamlPath} is ready; 'dotnet prune data check' looks at it.");
    }
}
