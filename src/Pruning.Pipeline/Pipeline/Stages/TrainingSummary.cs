using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>What a training stage says of itself, beside the log of its epochs.</summary>
/// <param name="Planned">Epochs asked for: what the learning rate's schedule was made for.</param>
/// <param name="Epochs">That ran.</param>
/// <param name="End">Why it ended.</param>
/// <param name="BestEpoch">
/// Counted from 1; 0 where no epoch was better than the network that the training began with.
/// </param>
/// <param name="Best">Its record; null for none.</param>
public sealed record TrainingSummary(int Planned, int Epochs, TrainingEnd End, int BestEpoch, EpochRecord? Best)
{
    public static TrainingSummary Of(int planned, TrainingResult result) =>
        new(
            planned,
            result.History.Length,
            result.End,
            result.BestEpoch,
            result.History.FirstOrDefault(record => record.Epoch == result.BestEpoch)
        );
}
