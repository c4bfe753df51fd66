using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Execution;
using Pruning.Onnx;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Writes a network as ONNX, proved against the network in torch. Runs for the model and for the baseline.
/// </summary>
/// <param name="upstream">The step that makes the network.</param>
public sealed class ExportStage(OnnxExportOptions options, string name, string upstream)
    : Stage<OnnxExportOptions>(options)
{
    public override string Name => name;

    public override StageKind Kind => StageKind.Export;

    public override ImmutableArray<string> Upstream => [upstream];

    public override StepWork Work(NetworkSizes sizes) => StepWork.Whole(StepNames.Export);

    public override void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(upstream, StageFiles.Network));
        var options = Options.SeenAt(network.Resolution);
        context.Report("comparing the file with the network", null);
        using var reference = new TorchDetector(network) { Resolution = options.Resolution };
        var deviation = ProvenExport.Write(network, options, reference, context.Output(StageFiles.Onnx));
        var onnx = File.ReadAllBytes(context.Output(StageFiles.Onnx));
        File.WriteAllText(
            context.Output(ModelSummary.FileName),
            ReportJson.Write(ModelSummary.Of(network, onnx, options, deviation))
        );
    }
}
