using Pruning.Checkpoints;
using Pruning.Diagnostics;

namespace Pruning.Fuzzing.Readers;

/// <summary>What a model file of any kind came to.</summary>
internal static class Checkpoint
{
    public static string Read(string path) =>
        CheckpointReader.Read(path, new DiagnosticList()) is var network
            ? $"{network.Graph.Nodes.Length} nodes, {network.Parameters.Count} tensors, "
                + $"{network.Parameters.Sum(tensor => tensor.Values.Sum(value => (double)value)):R}, "
                + $"{string.Join('|', network.ClassNames)}"
            : "";
}
