using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Pruners.Blocks;
using Pruning.Pruners.SecondOrder;

namespace Pruning.Pruners;

/// <summary>
/// Observes a network at work on real images. Deterministic: the same network gives the same numbers.
/// </summary>
public interface ICalibrationStatistics
{
    /// <summary>
    /// How much the loss would change, to first order, if a convolution did not read a channel: one set of signals a
    /// batch.
    /// </summary>
    ImmutableArray<InputChannelStatistics> LossChanges(Network network);

    /// <summary>
    /// What decides how much the loss rises, to second order, when a convolution reads less; by the convolution's name,
    /// for those of one group.
    /// </summary>
    IReadOnlyDictionary<string, ReaderCurvature> Curvatures(Network network);

    /// <summary>
    /// The mean loss an image, normalised by the batches: what the network loses once its statistics are measured
    /// again.
    /// </summary>
    /// <param name="blocks">Of the network.</param>
    /// <returns>With all blocks, and without each one alone, in the order given.</returns>
    (double Whole, ImmutableArray<double> Without) MeanLosses(Network network, ImmutableArray<Block> blocks);

    /// <summary>The mean square over images and pixels of each channel that a convolution reads.</summary>
    InputChannelStatistics InputEnergies(Network network);
}
