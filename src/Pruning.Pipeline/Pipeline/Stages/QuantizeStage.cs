using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Graphs;
using Pruning.Onnx.Quantization;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Makes the exported file compute with 8-bit integers, by ranges of training images. Skipped where the model stays in
/// floats: the file passes through.
/// </summary>
/// <param name="options">Null for floats.</param>
public sealed class QuantizeStage(QuantizeOptions? options, StageInputs inputs)
    : Stage<QuantizeOptions>(options ?? new QuantizeOptions(0, 0))
{
    public override string Name => StepNames.Quantize;

    public override StageKind Kind => StageKind.Quantize;

    public override ImmutableArray<string> Upstream => [StepNames.Export];

    public override bool IsSkipped => options is null;

    protected override IEnumerable<StageInput> Reads => [inputs.TrainingImages];

    // Ranges are found in two passes.
    public override StepWork Work(NetworkSizes sizes) =>
        StepWork.Evaluation(2 * Math.Min(Options.CalibrationImages, Train.Images.Length), sizes.Cut);

    private DatasetSplit Train => inputs.Dataset.Split("train");

    public override void Run(StageContext context)
    {
        var drawn = CalibrationDraw.Draw(Train, Options.CalibrationImages, Options.Seed);
        var exported = ReportJson.Read<ModelSummary>(context.Input(StepNames.Export, ModelSummary.FileName));
        var model = OnnxQuantizer.Quantize(
            File.ReadAllBytes(context.Input(StepNames.Export, StageFiles.Onnx)),
            "the exported model",
            ImmutableHashSet<string>.Empty,
            _ => CalibrationDraw.Pictures(drawn, Extent.Square(exported.ImageSize), context.Cancellation),
            context.Diagnostics,
            share => context.Report("finding ranges", share),
            context.Cancellation
        );
        File.WriteAllBytes(context.Output(StageFiles.Onnx), model.Onnx);
        File.WriteAllText(
            context.Output(ModelSummary.FileName),
            ReportJson.Write(exported.Quantized(model.Onnx, QuantizationReport.Of(model)))
        );
    }
}
