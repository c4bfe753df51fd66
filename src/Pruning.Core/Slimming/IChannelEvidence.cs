using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>Observes a network at work on real images. Deterministic: the same network gives the same numbers.</summary>
public interface IChannelEvidence
{
    /// <summary>How much the loss would change, to first order, if a convolution did not read a channel: one set of signals a batch.</summary>
    ImmutableArray<ReaderSignals> LossChanges(Network network);

    /// <summary>The mean loss an image, normalised by the batches: what the network loses once its statistics are measured again.</summary>
    double MeanLoss(Network network);

    /// <summary>The mean square over images and pixels of each channel that a convolution reads.</summary>
    ReaderSignals InputEnergies(Network network);
}
