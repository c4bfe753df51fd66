using Pruning.Checkpoints;
using Pruning.Graphs;

namespace Pruning.Pipeline.Stages;

/// <summary>Names of the files that stages hand on.</summary>
public static class StageFiles
{
    /// <summary>A network: the result of every stage from import to quantize.</summary>
    public const string Network = "model.safetensors";

    /// <summary>Writes a stage's network, which tells from then on that this stage made it.</summary>
    public static void Save(StageContext context, Network network, string stage) =>
        SafetensorsFile.Save(
            context.Output(Network),
            network with
            {
                Provenance = network.Provenance.SetItem(ProvenanceKeys.Stage, stage),
            }
        );

    /// <summary>An exported model.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>How a training ended: <see cref="TrainingSummary"/>.</summary>
    public const string Training = "training.json";

    /// <summary>What groups of layers were measured to lose.</summary>
    public const string Sensitivity = "sensitivity.json";

    /// <summary>At how many pixels the pruned network looks at pictures.</summary>
    public const string Resolution = "resolution.json";

    /// <summary>What a cut removed.</summary>
    public const string Plan = "plan.json";
}
