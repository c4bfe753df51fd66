using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Onnx;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>export</c>: a checkpoint as an ONNX file, proved against the network before it is written.</summary>
internal static class ExportCommand
{
    public static Command Create(IConsole console)
    {
        var model = new Argument<string>("model")
        {
            Description =
                $"{CommonOptions.Model().Description} Or a .pruneproj or its folder: the file that its last "
                + $"build measured.",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write. [default: the model's name with .onnx, in the current folder]",
            HelpName = "file",
        };
        var size = CommonOptions.Positive("--imgsz", "Side of the square input in pixels. [default: 640]", "pixels");
        var opset = CommonOptions.Positive(
            "--opset",
            $"ONNX operator set, {OnnxExportOptions.MinimumOpset} to {OnnxExportOptions.MaximumOpset}. [default: "
                + $"{OnnxExportOptions.DefaultOpset}]",
            "version"
        );
        var dynamic = new Option<bool>("--dynamic-batch")
        {
            Description = "Leaves the batch open; otherwise the file takes one image at a time.",
        };
        var suppress = new Option<bool>("--include-nms")
        {
            Description =
                "The file removes overlapping boxes itself: at confidence "
                + $"{SuppressionOptions.ForPictures.Confidence} and overlap {SuppressionOptions.ForPictures.Iou}, both of "
                + "which Pruning.Runtime can change.",
        };
        var baseline = new Option<bool>("--baseline")
        {
            Description = "Of a project: the dense baseline, instead of the pruned model.",
        };
        var threads = CommonOptions.Threads();
        var command = new Command(
            "export",
            "Writes a model as an ONNX file, after proving in ONNX Runtime that it computes the same."
        )
        {
            model,
            output,
            size,
            opset,
            dynamic,
            suppress,
            baseline,
            threads,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var stated = parsed.GetRequiredValue(model);
            if (ProjectExport.IsProject(stated))
            {
                RefuseOf("a project", "its build decides that", parsed, size, opset, dynamic, suppress);
                var made = scope.Work.Run("export", _ =>
                    ProjectExport.Run(scope, stated, parsed.GetValue(baseline), parsed.GetValue(output), cancellation)
                );
                scope.Write(made, made.Write);
                return ExitCodes.Success;
            }

            RefuseOf("a model file", "only a project has a baseline beside its model", parsed, baseline);
            if (parsed.GetValue(suppress))
                RefuseOf(
                    "a file that removes overlapping boxes itself (--include-nms)",
                    "it takes one picture at a time",
                    parsed,
                    dynamic
                );
            var source = ModelFile.Locate(stated, scope.Work, cancellation);
            var options = new OnnxExportOptions(
                parsed.GetValue(size) ?? 640,
                parsed.GetValue(opset) ?? OnnxExportOptions.DefaultOpset,
                parsed.GetValue(dynamic)
            );
            var path = Path.GetFullPath(
                parsed.GetValue(output) ?? Path.ChangeExtension(Path.GetFileName(source), ".onnx")
            );
            var result = scope.Work.Run("export", _ =>
                Export(scope, source, path, options, parsed.GetValue(suppress), parsed.GetValue(threads) ?? 0)
            );
            scope.Write(result, writer => ExportText.Write(writer, result));
            return ExitCodes.Success;
        });
    }

    private static void RefuseOf(string what, string why, ParseResult parsed, params IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"{given.Name} has no meaning for the export of {what}: {why}. Remove it.",
                new SourceLocation(given.Name)
            );
    }

    private static ExportOutput Export(
        CommandScope scope,
        string source,
        string path,
        OnnxExportOptions options,
        bool suppresses,
        int threads
    )
    {
        OnnxOutput.Check(source, path);
        var network = ModelFile.ReadDetector(source, scope.Work);
        TorchStart.Run(threads);
        // As its build exports it: it was trained to look at so many pixels.
        options = options.SeenAt(network.Resolution);
        using var reference = new TorchDetector(network) { Resolution = options.Resolution };
        var deviation = ProvenExport.Write(
            network,
            options,
            reference,
            path,
            suppresses ? SuppressionOptions.ForPictures : null
        );
        return new ExportOutput(
            source,
            path,
            new FileInfo(path).Length,
            options.ImageSize,
            options.Resolution,
            options.Opset,
            options.DynamicBatch,
            suppresses,
            deviation.Pictures,
            deviation.MaximumPixels,
            deviation.MaximumConfidence,
            deviation.MaximumRelative
        );
    }
}
