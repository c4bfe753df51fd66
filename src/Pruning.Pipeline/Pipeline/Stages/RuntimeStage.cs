using System.Collections.Immutable;
using System.Globalization;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Measures what ships anew with the code that apps run, for a gate that asks whether they see what was measured.
/// </summary>
public sealed class RuntimeStage(EvaluateOptions options, StageInputs inputs) : Stage<EvaluateOptions>(options)
{
    public override string Name => StepNames.Runtime;

    public override StageKind Kind => StageKind.Evaluate;

    public override ImmutableArray<string> Upstream => [StepNames.Quantize, StepNames.Evaluate];

    protected override IEnumerable<StageInput> Reads => [new("images", inputs.Splits.Of(Options.Split).Hex)];

    public override StepWork Work(NetworkSizes sizes) =>
        StepWork.Evaluation(inputs.Dataset.Split(Options.Split).Images.Length, sizes.Cut);

    public override void Run(StageContext context)
    {
        var split = inputs.Dataset.Split(Options.Split);
        var found = RuntimeAccuracy.Measure(
            File.ReadAllBytes(context.Input(StepNames.Quantize, StageFiles.Onnx)),
            split,
            Options.ImageSize,
            done =>
                context.Report(
                    string.Create(CultureInfo.InvariantCulture, $"{done}/{split.Images.Length} images"),
                    (double)done / Math.Max(1, split.Images.Length)
                ),
            context.Cancellation
        );
        var measured = ReportJson.Read<AccuracyReport>(context.Input(StepNames.Evaluate, AccuracyReport.FileName));
        File.WriteAllText(
            context.Output(RuntimeReport.FileName),
            ReportJson.Write(new RuntimeReport(found, measured.Metrics.Map5095))
        );
    }
}
