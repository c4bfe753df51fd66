using Pruning.Graphs;

namespace Pruning.Training;

/// <summary>
/// The moving average of the epoch with the highest fitness so far; fitness is null where nothing was validated.
/// </summary>
/// <param name="Epoch">Counted from 1; 0 for the network that the training began with.</param>
internal sealed record BestEpoch(int Epoch, double? Fitness, ParameterSet Parameters);
