using System.CommandLine;
using Pruning.Data;
using Pruning.Data.Import;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>data import</c>: a dataset in YOLO layout from COCO or VOC annotations.</summary>
internal static class DataImportCommand
{
    public static Command Create(IConsole console)
    {
        var source = new Argument<string>("source")
        {
            Description = "A COCO .json, a VOC .xml, or the folder that holds such annotations.",
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder to make.",
            HelpName = "folder",
            Required = true,
        };
        var annotations = new Option<AnnotationFormat?>("--annotations")
        {
            Description = "The annotations' format. [default: found out]",
            HelpName = "coco|voc",
            CustomParser = result => CommonOptions.OneOf<AnnotationFormat>("--annotations")(result),
        };
        var images = new Option<ImageTransfer>("--images")
        {
            Description =
                "Images are copied, linked, or stay where they are, with their labels beside them. [default: copy]",
            HelpName = "copy|link|reference",
            CustomParser = CommonOptions.OneOf<ImageTransfer>("--images"),
        };
        var from = new Option<string?>("--images-from")
        {
            Description = "Where the images are. [default: looked for around the annotations]",
            HelpName = "folder",
        };
        var split = new Option<string?>("--split")
        {
            Description =
                "The split of all annotations. [default: what names of files and folders or VOC's lists say, "
                + "else train]",
        };
        split.AcceptOnlyFromAmong([.. Dataset.SplitNames]);
        var outlines = new Option<bool>("--outlines")
        {
            Description = "Writes COCO's polygons instead of boxes, where there are any.",
        };
        var crowds = new Option<string?>("--crowds")
        {
            Description =
                "Whether COCO's crowds (iscrowd) count as objects. [default: left out, unless a file marks all so]",
            HelpName = "keep|leave-out",
        };
        crowds.AcceptOnlyFromAmong("keep", "leave-out");
        var difficult = new Option<bool>("--difficult") { Description = "Keeps objects that VOC marks as difficult." };
        var first = new Option<int?>("--first-pixel")
        {
            Description = "The number of VOC's first pixel. [default: 1, or 0 where a coordinate is 0]",
            HelpName = "0|1",
        };
        first.AcceptOnlyFromAmong("0", "1");
        var sizes = new Option<string?>("--sizes")
        {
            Description =
                "What coordinates refer to where an image has another size than its annotations state. [default: "
                + "the annotated one, unless boxes tell that it is wrong]",
            HelpName = "annotated|image",
        };
        sizes.AcceptOnlyFromAmong("annotated", "image");
        var force = new Option<bool>("--force") { Description = "Replaces what a former import left in the folder." };
        var command = new Command(
            "import",
            "Converts COCO's JSON or Pascal VOC's XML, with the images, to a dataset in YOLO layout: labels and "
                + "a data.yaml."
        )
        {
            source,
            output,
            annotations,
            images,
            from,
            split,
            outlines,
            crowds,
            difficult,
            first,
            sizes,
            force,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var options = new ImportOptions(parsed.GetRequiredValue(source), parsed.GetRequiredValue(output))
            {
                Format = parsed.GetValue(annotations),
                ImageFolder = parsed.GetValue(from),
                Split = parsed.GetValue(split),
                Images = parsed.GetValue(images),
                Outlines = parsed.GetValue(outlines),
                Crowds = parsed.GetValue(crowds) is { } said ? said == "keep" : null,
                Difficult = parsed.GetValue(difficult),
                FirstPixel = parsed.GetValue(first),
                TrustsSizes = parsed.GetValue(sizes) is { } size ? size == "annotated" : null,
                Force = parsed.GetValue(force),
            };
            var report = scope.Work.Run("import", progress =>
                DatasetImport.Run(options, scope.Work, progress, cancellation)
            );
            scope.Write(report, writer => ImportText.Write(writer, report));
            return ExitCodes.Success;
        });
    }
}
