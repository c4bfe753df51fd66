namespace Pruning.Fuzzing.Readers;

/// <summary>A safetensors file, byte by byte.</summary>
internal sealed class SafetensorsReader()
    : FileReader(
        "safetensors",
        "model.safetensors",
        "Pruning.Checkpoints.Safetensors.",
        "Pruning.Checkpoints.SafetensorsFile",
        "Pruning.Checkpoints.StateDicts."
    )
{
    protected override string? ReadFile(string path) => Checkpoint.Read(path);
}
