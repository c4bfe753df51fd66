using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Execution;
using Pruning.Onnx;
using Pruning.Pipeline.Durations;
using Pruning.Reporting;

namespace Pruning.Pipeline.Stages;

/// <summary>Writes a network as ONNX, proved against the network in torch. Runs for the model and for the baseline.</summary>
/// <param name="upstream">The step that makes the network.</param>
public sealed class ExportStage(ProjectInputs inputs, string name, string upstream) : IStage
{
    public string Name => name;

    public StageKind Kind => StageKind.Export;

    public ImmutableArray<string> Upstream => [upstream];

    public bool IsSkipped => false;

    public StepWork Work(NetworkSizes sizes) => StepWork.Whole(StepNames.Export);

    public void Describe(FingerprintBuilder description) => description.Add("opset", inputs.Options.OnnxOpset).Add("image size", inputs.Options.ImageSize);

    public void Run(StageContext context)
    {
        var network = SafetensorsFile.Load(context.Input(upstream, StageFiles.Network));
        var options = new OnnxExportOptions(inputs.Options.ImageSize, inputs.Options.OnnxOpset).SeenAt(network.Resolution);
        context.Report("comparing the file with the network", null);
        using var reference = new TorchDetector(network) { Resolution = options.Resolution };
        var deviation = ProvenExport.Write(network, options, reference, context.Output(StageFiles.Onnx));
        var onnx = File.ReadAllBytes(context.Output(StageFiles.Onnx));
        File.WriteAllText(context.Output(ModelSummary.FileName), ReportJson.Write(ModelSummary.Of(network, onnx, options, deviation)));
    }
}
