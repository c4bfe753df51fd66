using System.CommandLine;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>detect</c>: boxes on pictures, printed and drawn.</summary>
internal static class DetectCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var images = new Argument<string[]>("image")
        {
            Description = "Pictures to look at.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for annotated pictures; it is made.",
            HelpName = "folder",
            DefaultValueFactory = _ => ".",
        };
        var noPicture = new Option<bool>("--no-picture") { Description = "Prints boxes only." };
        var size = CommonOptions.ImageSize();
        var confidence = CommonOptions.Fraction("--conf", "Detections of at most this confidence are dropped.", 0.25);
        var iou = CommonOptions.Fraction(
            "--iou",
            "Of boxes that overlap by more than this, the less confident are dropped.",
            0.45
        );
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command(
            "detect",
            "Finds objects in pictures: prints the boxes and writes annotated copies (<name>.detected.png)."
        )
        {
            model,
            images,
            output,
            noPicture,
            size,
            confidence,
            iou,
            device,
            threads,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            using var open = OpenDetector.Open(
                ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation),
                parsed.GetRequiredValue(device),
                parsed.GetValue(threads) ?? 0,
                scope.Work
            );
            var options = SuppressionOptions.ForPictures with
            {
                Confidence = (float)parsed.GetValue(confidence),
                Iou = parsed.GetValue(iou),
            };
            var folder = parsed.GetValue(noPicture) ? null : FolderFor(parsed.GetRequiredValue(output));
            var drawn = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var pictures = parsed
                .GetRequiredValue(images)
                .Select(image =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return Detect(
                        open,
                        image,
                        open.ImageSize(parsed.GetValue(size)),
                        options,
                        folder is null ? null : Path.Combine(folder, NameFor(image, drawn))
                    );
                })
                .ToList();
            var result = new DetectionOutput(parsed.GetRequiredValue(model), open.Runtime, [.. pictures]);
            scope.Write(result, writer => DetectionText.Write(writer, result));
            return ExitCodes.Success;
        });
    }

    private static string FolderFor(string path) =>
        File.Exists(path)
            ? throw new PruneException(
                Codes.PictureNotWritten,
                $"Annotated pictures cannot be written to '{path}': it is a file, and they need a folder. Give "
                    + $"another --output, or --no-picture."
            )
            : Directory.CreateDirectory(path).FullName;

    /// <summary>Pictures of one name in two folders get two copies.</summary>
    private static string NameFor(string image, HashSet<string> taken)
    {
        var name = Path.GetFileNameWithoutExtension(image);
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(number =>
                number == 1
                    ? $"{name}.detected.png"
                    : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}.detected.png")
            )
            .First(taken.Add);
    }

    /// <param name="drawn">The annotated copy to write, or null for none.</param>
    private static DetectedPicture Detect(
        OpenDetector open,
        string image,
        int imageSize,
        SuppressionOptions options,
        string? drawn
    )
    {
        var detections = PictureDetection.Run(open.Detector, image, imageSize, options);
        if (drawn is not null)
            BoxPainter.Draw(image, detections, open.Detector.ClassNames, drawn);
        return new DetectedPicture(
            image,
            drawn,
            [.. detections.Select(box => DetectedBox.Of(box, open.Detector.ClassNames))]
        );
    }
}
