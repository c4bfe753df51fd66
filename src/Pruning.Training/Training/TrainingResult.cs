using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Training;

/// <summary>What a training gives. Both networks are moving averages.</summary>
/// <param name="Best">
/// Of the epoch with the highest fitness, or the network that the training began with, where no epoch was better; the
/// last one where nothing was validated.
/// </param>
/// <param name="BestEpoch">Counted from 1; 0 when no epoch ran, or none was better than the start.</param>
/// <param name="Last">Of the last epoch. The one to prune after training with a penalty.</param>
/// <param name="End">Why it ended.</param>
public sealed record TrainingResult(
    Network Best,
    int BestEpoch,
    Network Last,
    ImmutableArray<EpochRecord> History,
    TrainingEnd End = TrainingEnd.Epochs
);
