using System.Collections.Immutable;
using System.Globalization;
using Pruning.Evaluation;
using Pruning.Onnx.Runtime;
using Pruning.Pipeline.Options;
using Pruning.Reporting;
using Pruning.Reporting.Details;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Measures an ONNX file's accuracy on a split, in ONNX Runtime. Runs for the model and for the baseline, by the same
/// rules.
/// </summary>
/// <param name="upstream">The step that writes the file.</param>
public sealed class EvaluateStage(EvaluateOptions options, StageInputs inputs, string name, string upstream)
    : Stage<EvaluateOptions>(options)
{
    public override string Name => name;

    public override StageKind Kind => StageKind.Evaluate;

    public override ImmutableArray<string> Upstream => [upstream];

    public override bool MayRunElsewhere => true;

    protected override IEnumerable<StageInput> Reads => [new("images", inputs.Splits.Of(Options.Split).Hex)];

    public override StepWork Work(NetworkSizes sizes) =>
        StepWork.Evaluation(
            inputs.Dataset.Split(Options.Split).Images.Length,
            upstream == StepNames.ExportBaseline ? sizes.Dense : sizes.Cut
        );

    public override void Run(StageContext context)
    {
        using var detector = OnnxDetector.ForDatasets(context.Input(upstream, StageFiles.Onnx));
        var options = new EvaluationOptions { ImageSize = Options.ImageSize };
        var result = Evaluator.Evaluate(
            detector,
            inputs.Dataset.Split(Options.Split),
            options,
            new Lines(context.Report),
            diagnostics: context.Diagnostics,
            cancellation: context.Cancellation
        );
        File.WriteAllText(
            context.Output(AccuracyReport.FileName),
            ReportJson.Write(AccuracyReport.Of(Options.Split, result))
        );
        File.WriteAllText(context.Output(PrecisionCurve.FileName), ReportJson.Write(PrecisionCurve.Trace(result)));
        File.WriteAllText(context.Output(PictureTally.FileName), PictureTally.Write(result.Pictures));
    }

    private sealed class Lines(Action<string, double?> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) =>
            report(
                string.Create(CultureInfo.InvariantCulture, $"{value.ImagesDone}/{value.Images} images"),
                (double)value.ImagesDone / Math.Max(1, value.Images)
            );
    }
}
