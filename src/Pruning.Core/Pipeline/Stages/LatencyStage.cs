using System.Collections.Immutable;
using Pruning.Evaluation;
using Pruning.Reporting;

namespace Pruning.Pipeline.Stages;

/// <summary>Measures the model's and the baseline's latency in turns. A measurement of this machine: its processor is part of the description.</summary>
public sealed class LatencyStage(ProjectInputs inputs) : IStage
{
    private static readonly LatencyOptions Options = new() { MaximumDuration = TimeSpan.FromSeconds(20) };

    public string Name => StepNames.Latency;

    public StageKind Kind => StageKind.Evaluate;

    public ImmutableArray<string> Upstream => [StepNames.ExportBaseline, StepNames.Export];

    public bool IsSkipped => false;

    public bool MeasuresMachine => true;

    public void Describe(FingerprintBuilder description) => description
        .Add("processor", Machine.Processor)
        .Add("threads", Options.Threads)
        .Add("image size", inputs.Options.ImageSize);

    public void Run(StageContext context)
    {
        context.Report("measuring latency", null);
        var comparison = LatencyMeter.Compare(
            context.Input(StepNames.ExportBaseline, StageFiles.Onnx),
            context.Input(StepNames.Export, StageFiles.Onnx),
            Options with { ImageSize = inputs.Options.ImageSize },
            context.Cancellation);
        File.WriteAllText(context.Output(LatencyReport.FileName), ReportJson.Write(LatencyReport.Of(comparison, Machine.Processor)));
    }
}
