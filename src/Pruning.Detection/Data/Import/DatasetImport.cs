using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Data.Import;

/// <summary>
/// Converts annotations in COCO's JSON or Pascal VOC's XML, with their images, to a dataset in YOLO layout.
/// </summary>
public static class DatasetImport
{
    /// <param name="diagnostics">Told what was left out.</param>
    /// <param name="report">Progress: a line and the share done.</param>
    /// <exception cref="PruneException">
    /// There are no annotations (<c>PRUNE2021</c>), they cannot be read (<c>PRUNE2020</c>), or the output is not empty
    /// (<c>PRUNE2022</c>).
    /// </exception>
    public static ImportReport Run(
        ImportOptions options,
        IDiagnosticSink diagnostics,
        Action<string, double?> report,
        CancellationToken cancellation = default
    )
    {
        if (!Path.Exists(options.Source))
            throw Nothing(options, "it does not exist");
        var tally = new ImportTally();
        var annotations = Read(options, tally);
        if (annotations.Splits.All(split => split.Images.IsEmpty))
            throw Nothing(options, $"none of its images can be used ({Said(tally, "it names none")})");
        if (annotations.ClassNames.IsEmpty)
            throw Nothing(
                options,
                $"its {annotations.Splits.Sum(split => split.Images.Length)} images have no object with a class "
                    + $"({Said(tally, "none is annotated")})"
            );
        if (HasLostEveryBox(annotations, tally))
            throw Nothing(options, $"none of its annotations gives a box ({Said(tally, "there are none")})");
        var output = Path.GetFullPath(options.Output);
        try
        {
            ImportTarget.Prepare(output, options.Force);
            var writer = new YoloWriter(options, tally);
            var splits = writer.Write(
                annotations with
                {
                    Splits = [.. annotations.Splits.Where(split => !split.Images.IsEmpty)],
                },
                report,
                cancellation
            );
            var result = new ImportReport(
                annotations.Format,
                writer.YamlPath,
                annotations.ClassNames,
                splits,
                tally.Notes
            );
            ImportTarget.Describe(output, ReportJson.Write(result));
            ImportWarnings.Report(result, diagnostics);
            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.ImportNotWritten,
                $"The dataset cannot be written to '{output}': {exception.Message} What is there is incomplete; "
                    + $"make room or choose another "
                    + $"folder{(options.Images == ImageTransfer.Link ? ", or copy the images where links are not allowed" : "")}, "
                    + $"and import again with --force.",
                new SourceLocation(output),
                exception
            );
        }
    }

    private static Annotations Read(ImportOptions options, ImportTally tally)
    {
        var search = new AnnotationSearch(options, tally);
        if (options.Format != AnnotationFormat.Voc && search.Coco() is { Count: > 0 } coco)
            return new CocoReader(options, tally).Read(coco);
        if (options.Format != AnnotationFormat.Coco && search.Voc() is { Count: > 0 } voc)
            return new VocReader(options, tally).Read(voc);
        throw Nothing(
            options,
            options.Format switch
            {
                AnnotationFormat.Coco =>
                    "no JSON with 'images', 'annotations' and 'categories' is there, in 'annotations' or in "
                        + "folders named after splits",
                AnnotationFormat.Voc => "no XML is there, in 'Annotations' or in folders named after splits",
                _ => "neither COCO's JSON nor VOC's XML is there, in 'annotations' or in folders named after splits",
            }
        );
    }

    /// <summary>
    /// There were annotations, and not one becomes a label. Images that nobody annotated are another thing.
    /// </summary>
    private static bool HasLostEveryBox(Annotations annotations, ImportTally tally)
    {
        var images = annotations.Splits.SelectMany(split => split.Images).ToArray();
        var labels = new YoloLabels(new ImportTally());
        return (images.Any(image => !image.Boxes.IsEmpty) || tally.Notes.Any(note => LosesBoxes(note.Remark)))
            && !images.Any(image => labels.Of(image).Boxes > 0);
    }

    private static bool LosesBoxes(ImportRemark remark) =>
        remark
            is ImportRemark.BoxOfUnknownImage
                or ImportRemark.BoxOfUnknownClass
                or ImportRemark.BoxWithoutCoordinates
                or ImportRemark.CrowdLeftOut
                or ImportRemark.DifficultLeftOut;

    private static string Said(ImportTally tally, string nothing) =>
        tally.Notes.IsEmpty
            ? nothing
            : string.Join(
                "; ",
                tally.Notes.Select(note =>
                    $"{ImportRemarkText.Of(note.Remark)}: {note.Count}, among them {note.Examples[0]}"
                )
            );

    private static PruneException Nothing(ImportOptions options, string why) =>
        new(
            Codes.AnnotationsNotFound,
            $"There is nothing to import from '{options.Source}': {why}. Name a file of annotations or the "
                + $"folder that holds them, and with --images-from the images' folder where it is elsewhere.",
            new SourceLocation(Path.GetFullPath(options.Source))
        );
}
