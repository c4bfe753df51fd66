using System.CommandLine;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Onnx;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>inspect</c>: a model's layers, cost and scales, and what can be pruned. Of an ONNX file, what it says and whether
/// it can be a base model.
/// </summary>
internal static class InspectCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var size = CommonOptions.Positive(
            "--imgsz",
            "The image size in pixels that operations are counted for. [default: 640]",
            "pixels"
        );
        var command = new Command(
            "inspect",
            "Shows a model's layers, channels, parameters, operations and BatchNorm scales, and what can be pruned."
        )
        {
            model,
            size,
        };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
            Run(
                scope,
                ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation),
                parsed.GetValue(size)
            )
        );
    }

    private static int Run(CommandScope scope, string model, int? imageSize)
    {
        if (ModelFile.IsOnnx(model))
        {
            var summary = OnnxReader.Read(model);
            var onnx = OnnxInspection.Inspect(model, summary, imageSize ?? 640, scope.Work);
            scope.Write(onnx, writer => OnnxInspectionText.Write(writer, onnx, summary));
            return ExitCodes.Success;
        }

        var network = ModelFile.Read(model, scope.Work);
        var inspection = ModelInspection.Inspect(model, network, imageSize ?? 640);
        scope.Write(inspection, writer => ModelInspectionText.Write(writer, inspection));
        return ExitCodes.Success;
    }
}
