using System.Collections.Immutable;
using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Latency;
using Pruning.Onnx.Quantization;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Quantize;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Makes the exported file compute with 8-bit integers, by ranges of training images, and lets layers return to floats
/// until the accuracy holds. Skipped where the model stays in floats: the file passes through.
/// </summary>
/// <param name="options">Null for floats.</param>
public sealed class QuantizeStage(QuantizeOptions? options, StageInputs inputs)
    : Stage<QuantizeOptions>(options ?? new QuantizeOptions(0, 0))
{
    // In floats, in integers, and about as often again with layers in floats.
    private const int LikelyTrials = 4;

    private static readonly LatencyOptions Pairs = new(MaximumDuration: TimeSpan.FromSeconds(10));

    public override string Name => StepNames.Quantize;

    public override StageKind Kind => StageKind.Quantize;

    public override ImmutableArray<string> Upstream => [StepNames.Export];

    public override bool IsSkipped => options is null;

    protected override IEnumerable<StageInput> Reads =>
        [
            inputs.TrainingImages,
            new("judged images", inputs.Dataset.HasSplit(Options.Split) ? inputs.Splits.Of(Options.Split).Hex : null),
            new("weight bits", WeightBits.OfThisProcessor.ToString(CultureInfo.InvariantCulture)),
            // What is faster depends on the machine.
            .. Options.MayStayFloat ? StageInputs.Machine : [],
        ];

    // Ranges are found in two passes.
    public override StepWork Work(NetworkSizes sizes) =>
        StepWork.Evaluation(
            (2 * Math.Min(Options.CalibrationImages, Train.Images.Length))
                + (LikelyTrials * (Judged?.Images.Length ?? 0)),
            sizes.Cut
        );

    private DatasetSplit Train => inputs.Dataset.Split("train");

    // Null where there is nothing to measure accuracy on.
    private DatasetSplit? Judged =>
        inputs.Dataset.HasSplit(Options.Split) && inputs.Dataset.Split(Options.Split) is { LabelCount: > 0 } split
            ? split
            : null;

    public override void Run(StageContext context)
    {
        var exported = ReportJson.Read<ModelSummary>(context.Input(StepNames.Export, ModelSummary.FileName));
        var drawn = CalibrationDraw.Draw(Train, Options.CalibrationImages, Options.Seed);
        var model = OnnxQuantizer.Calibrate(
            File.ReadAllBytes(context.Input(StepNames.Export, StageFiles.Onnx)),
            "the exported model",
            _ => Pictures(drawn, exported, context),
            share => context.Report("finding ranges", share),
            context.Cancellation
        );
        var choice = Choose(model, drawn, exported, context);
        var quantized = choice?.Trial.Model
            ?? model.Quantize(ImmutableHashSet<string>.Empty, WeightBits.OfThisProcessor);
        context.Report("measuring the time in floats and in integers", null);
        var latency = LatencyMeter.Compare(
            (model.Onnx, model.Name),
            (quantized.Onnx, "the quantized model"),
            Pairs with
            {
                ImageSize = exported.ImageSize,
            },
            context.Cancellation
        );
        Write(context, exported, model.Onnx, QuantizationReport.Of(quantized, choice?.Cost, latency), quantized);
    }

    private QuantizationChoice? Choose(
        CalibratedModel model,
        DatasetSplit drawn,
        ModelSummary exported,
        StageContext context
    ) =>
        Judged is { } judged
            ? new QuantizationSearch(model, judged, exported.ImageSize, _ => Pictures(drawn, exported, context))
            {
                Report = context.Report,
                Cancellation = context.Cancellation,
            }.Find(Options.Budget)
            : null;

    private void Write(
        StageContext context,
        ModelSummary exported,
        byte[] floats,
        QuantizationReport report,
        QuantizedModel quantized
    )
    {
        if (Options.MayStayFloat && report.WhyNot is { } reason)
        {
            report = report with { StaysFloat = reason };
            context.Note($"the model stays in floats: {reason}");
            File.WriteAllBytes(context.Output(StageFiles.Onnx), floats);
            File.WriteAllText(
                context.Output(ModelSummary.FileName),
                ReportJson.Write(exported with { Quantization = report })
            );
            return;
        }

        QuantizationWarnings.Report(quantized, context.Diagnostics);
        report.Warn(context.Diagnostics);
        context.Note(report.ToString());
        File.WriteAllBytes(context.Output(StageFiles.Onnx), quantized.Onnx);
        File.WriteAllText(
            context.Output(ModelSummary.FileName),
            ReportJson.Write(exported.Quantized(quantized.Onnx, report))
        );
    }

    private static IEnumerable<ImageBatch> Pictures(DatasetSplit drawn, ModelSummary exported, StageContext context) =>
        CalibrationDraw.Pictures(drawn, Extent.Square(exported.ImageSize), context.Cancellation);
}
