namespace Pruning.Checkpoints.Torch;

/// <summary>Where a checkpoint's raw weights come from.</summary>
internal interface ITorchStorages
{
    /// <summary>Bytes of all weights that the file can hold: the yardstick for what its tensors may ask for.</summary>
    long ContentBytes { get; }

    /// <summary>A storage's bytes, at least as many as it says to hold.</summary>
    byte[] Storage(TorchStorage storage);
}
