namespace Pruning.Fuzzing.Readers;

/// <summary>PyTorch's older file: pickles and weights one after another.</summary>
internal sealed class TorchStreamReader()
    : FileReader(
        "pt-stream",
        "model.pt",
        "Pruning.Checkpoints.Torch.TorchStream",
        "Pruning.Checkpoints.Pickling.",
        "Pruning.Checkpoints.Torch.TorchPickleHost",
        "Pruning.Checkpoints.Torch.TensorReader"
    )
{
    protected override string? ReadFile(string path) => Checkpoint.Read(path);
}
