using System.CommandLine;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Quantization;
using Pruning.Onnx.Suppression;
using Pruning.Pipeline;
using Pruning.Pipeline.Quantize;
using Pruning.Reporting;
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
        var budget = CommonOptions.OptionalFraction(
            "--budget",
            "What may be lost of mAP50-95, such as 0.005: layers return to floats until it holds. [default: accuracy "
                + "is not measured]"
        );
        var split = new Option<string>("--split")
        {
            Description = "The images on which --budget is measured.",
            DefaultValueFactory = _ => StageInputs.Validation,
            HelpName = "name",
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
            budget,
            split,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var dataset = Dataset.Load(parsed.GetRequiredValue(data), scope.Work);
            var train = CalibrationDraw.Draw(
                dataset.Split("train"),
                parsed.GetValue(images) ?? UsualImages,
                parsed.GetValue(seed)
            );
            var judged = parsed.GetValue(budget) is not null ? Judged(dataset, parsed.GetRequiredValue(split)) : null;
            var source = ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation);
            var path = Path.GetFullPath(
                parsed.GetValue(output) ?? Path.ChangeExtension(Path.GetFileName(source), ".int8.onnx")
            );
            OnnxOutput.Check(source, path);
            var onnx = Onnx(source, parsed.GetValue(size), scope.Work);
            var keptFloat = (parsed.GetValue(kept) ?? []).ToHashSet(StringComparer.Ordinal);
            var (result, cost) = scope.Work.Run<(QuantizedModel, QuantizationCost?)>("quantize", report =>
            {
                var calibrated = OnnxQuantizer.Calibrate(
                    onnx,
                    source,
                    fixedSize => Pictures(train, fixedSize, parsed.GetValue(size), cancellation),
                    done => report("finding ranges", done),
                    cancellation
                );
                if (judged is null)
                    return (calibrated.Quantize(keptFloat, WeightBits.OfThisProcessor), null);
                var found = new QuantizationSearch(calibrated, judged, parsed.GetValue(size) ?? 640, fixedSize =>
                    Pictures(train, fixedSize, parsed.GetValue(size), cancellation)
                )
                {
                    KeptFloat = keptFloat,
                    Report = report,
                    Cancellation = cancellation,
                }.Find(parsed.GetValue(budget)!.Value);
                return (found.Trial.Model, found.Cost);
            });
            QuantizationWarnings.Report(result, scope.Work);
            cost?.Warn(scope.Work);
            AtomicFile.Write(path, result.Onnx);
            var told = new QuantizationOutput(
                source,
                path,
                result.Onnx.Length,
                onnx.Length,
                result.Images,
                result.Layers,
                result.FloatLayers,
                result.Ranges,
                result.WeightBits,
                cost
            );
            scope.Write(told, writer => QuantizationText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    private static DatasetSplit Judged(Dataset dataset, string name)
    {
        var split = dataset.Split(name);
        return split.LabelCount > 0
            ? split
            : throw new PruneException(
                Codes.InvalidValue,
                $"--budget needs labelled images, and the split '{name}' has no label. Name another with --split, or "
                    + "leave --budget away.",
                new SourceLocation("--split")
            );
    }

    // A checkpoint is exported on the way.
    private static byte[] Onnx(string source, int? size, WorkReporter work)
    {
        if (ModelFile.IsOnnx(source))
            return OnnxSuppression.Without(OnnxFile.ReadBytes(source));
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
