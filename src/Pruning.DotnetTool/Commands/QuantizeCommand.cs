using System.CommandLine;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Storage;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>quantize</c>: a model as an ONNX file that computes with 8-bit integers.</summary>
internal static class QuantizeCommand
{
    private const int UsualImages = 64;

    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var data = new Option<string>("--data")
        {
            Description = "The dataset's yaml. Ranges are found on its training images.",
            HelpName = "yaml",
            Required = true,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write. [default: the model's name with .int8.onnx, in the current folder]",
            HelpName = "file",
        };
        var size = CommonOptions.Positive(
            "--imgsz",
            "Side of the square input in pixels. [default: what an .onnx file fixes, else 640]",
            "pixels"
        );
        var images = CommonOptions.Positive(
            "--images",
            $"Training images on which ranges are found. [default: {UsualImages}]",
            "count"
        );
        var seed = new Option<int>("--seed") { Description = "Draws the images.", HelpName = "number" };
        var kept = new Option<string[]>("--float")
        {
            Description = "A layer to leave in floats, such as model.17.cv3.conv; can be repeated.",
            HelpName = "layer",
        };
        var command = new Command(
            "quantize",
            "Writes a model as an ONNX file that computes with 8-bit integers, by ranges of training images."
        )
        {
            model,
            data,
            output,
            size,
            images,
            seed,
            kept,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var train = CalibrationDraw.Draw(
                Dataset.Load(parsed.GetRequiredValue(data), scope.Work).Split("train"),
                parsed.GetValue(images) ?? UsualImages,
                parsed.GetValue(seed)
            );
            var source = ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation);
            var path = Path.GetFullPath(
                parsed.GetValue(output) ?? Path.ChangeExtension(Path.GetFileName(source), ".int8.onnx")
            );
            OnnxOutput.Check(source, path);
            var onnx = Onnx(source, parsed.GetValue(size), scope.Work);
            var result = scope.Work.Run("quantize", report =>
                OnnxQuantizer.Quantize(
                    onnx,
                    source,
                    (parsed.GetValue(kept) ?? []).ToHashSet(StringComparer.Ordinal),
                    fixedSize => Pictures(train, fixedSize, parsed.GetValue(size), cancellation),
                    scope.Work,
                    share => report("finding ranges", share),
                    cancellation
                )
            );
            AtomicFile.Write(path, result.Onnx);
            var told = new QuantizationOutput(
                source,
                path,
                result.Onnx.Length,
                onnx.Length,
                result.Images,
                result.Layers,
                result.FloatLayers,
                result.Ranges
            );
            scope.Write(told, writer => QuantizationText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    // A checkpoint is exported on the way.
    private static byte[] Onnx(string source, int? size, WorkReporter work)
    {
        if (ModelFile.IsOnnx(source))
            return OnnxFile.ReadBytes(source);
        var network = ModelFile.ReadDetector(source, work);
        return OnnxExporter.Export(network, new OnnxExportOptions(size ?? 640).SeenAt(network.Resolution));
    }

    private static IEnumerable<ImageBatch> Pictures(
        DatasetSplit train,
        Extent? fixedSize,
        int? asked,
        CancellationToken cancellation
    )
    {
        if (fixedSize is { } input && asked is { } side && input != Extent.Square(side))
            throw new PruneException(
                Codes.OnnxInputSizeDiffers,
                $"The file takes pictures of {input.Width}x{input.Height}, and --imgsz asks for {side}. The size was "
                    + "fixed when it was exported. Leave --imgsz away, or export again with that size.",
                new SourceLocation("--imgsz")
            );
        return CalibrationDraw.Pictures(train, fixedSize ?? Extent.Square(asked ?? 640), cancellation);
    }
}
