using System.Collections.Immutable;
using System.Globalization;
using Pruning.Evaluation;
using Pruning.Pipeline.Durations;
using Pruning.Reporting;
using Pruning.Reporting.Details;

namespace Pruning.Pipeline.Stages;

/// <summary>Measures an ONNX file's accuracy on a split, in ONNX Runtime. Runs for the model and for the baseline, by the same rules.</summary>
/// <param name="upstream">The step that writes the file.</param>
public sealed class EvaluateStage(ProjectInputs inputs, string name, string upstream, string split) : IStage
{
    public string Name => name;

    public StageKind Kind => StageKind.Evaluate;

    public ImmutableArray<string> Upstream => [upstream];

    public bool IsSkipped => false;

    public StepWork Work(NetworkSizes sizes) => StepWork.Evaluation(inputs.Dataset.Split(split).Images.Length, upstream == StepNames.ExportBaseline ? sizes.Dense : sizes.Cut);

    public void Describe(FingerprintBuilder description) => description.Add("split", split).Add("images", inputs.Splits.Of(split)).Add("kept curves", PrecisionCurve.MaximumClasses).Add("kept pictures", true);

    public void Run(StageContext context)
    {
        using var detector = OnnxDetector.ForDatasets(context.Input(upstream, StageFiles.Onnx));
        var options = new EvaluationOptions { ImageSize = inputs.Options.ImageSize };
        var result = Evaluator.Evaluate(detector, inputs.Dataset.Split(split), options, new Lines(context.Report), diagnostics: context.Diagnostics, cancellation: context.Cancellation);
        File.WriteAllText(context.Output(AccuracyReport.FileName), ReportJson.Write(AccuracyReport.Of(split, result)));
        File.WriteAllText(context.Output(PrecisionCurve.FileName), ReportJson.Write(PrecisionCurve.Of(result)));
        File.WriteAllText(context.Output(PictureTally.FileName), PictureTally.Write(result.Pictures));
    }

    private sealed class Lines(Action<string, double?> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) =>
            report(string.Create(CultureInfo.InvariantCulture, $"{value.ImagesDone}/{value.Images} images"), (double)value.ImagesDone / Math.Max(1, value.Images));
    }
}
