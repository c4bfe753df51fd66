namespace Pruning.Training;

/// <summary>Where a training stands; reported after each batch and each validation.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Epochs">Of the whole training.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">In each epoch.</param>
/// <param name="Losses">
/// Averages over the epoch so far; on a device that works on its own, over the batches whose losses have been read.
/// </param>
/// <param name="ImagesPerSecond">Over the epoch so far.</param>
/// <param name="Remaining">Estimate for the whole training, validation included; null until one can be made.</param>
/// <param name="Completed">The epoch's record, on its last report only.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    LossValues Losses,
    double ImagesPerSecond,
    TimeSpan? Remaining,
    EpochRecord? Completed
)
{
    /// <summary>The share of the whole training that is done, 0 to 1.</summary>
    public double Done => (Epoch - 1 + ((double)Batch / Batches)) / Epochs;
}
