namespace Pruning.Fuzzing.Readers;

/// <summary>PyTorch's file: a zip with a pickle and the weights.</summary>
internal sealed class TorchZipReader()
    : FileReader(
        "pt",
        "model.pt",
        "Pruning.Checkpoints.Torch.",
        "Pruning.Checkpoints.Pickling.",
        "Pruning.Checkpoints.Modules.",
        "Pruning.Checkpoints.StateDicts.",
        "Pruning.Checkpoints.CheckpointReader",
        "Pruning.Checkpoints.ClassNameReader",
        "Pruning.Graphs.Import.NetworkChecks",
        "Pruning.Checkpoints.PruningMask"
    )
{
    protected override string? ReadFile(string path) => Checkpoint.Read(path);
}
