using System.Collections.Immutable;
using Pruning.Onnx.Latency;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Measures the model's and the baseline's latency in turns. A measurement of this machine: its processor is part of
/// the description.
/// </summary>
public sealed class LatencyStage(LatencyOptions options) : Stage<LatencyOptions>(options)
{
    public override string Name => StepNames.Latency;

    public override StageKind Kind => StageKind.Evaluate;

    public override ImmutableArray<string> Upstream => [StepNames.ExportBaseline, StepNames.Quantize];

    public override bool MeasuresMachine => true;

    protected override IEnumerable<StageInput> Reads => StageInputs.Machine;

    public override void Run(StageContext context)
    {
        context.Report("measuring latency", null);
        var comparison = LatencyMeter.Compare(
            context.Input(StepNames.ExportBaseline, StageFiles.Onnx),
            context.Input(StepNames.Quantize, StageFiles.Onnx),
            Options,
            context.Cancellation
        );
        File.WriteAllText(
            context.Output(LatencyReport.FileName),
            ReportJson.Write(LatencyReport.Of(comparison, Machine.Processor))
        );
    }
}
