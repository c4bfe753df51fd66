using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Makes a network's unimportant channels vanish while it trains, by pushing what makes them towards 0.
/// </summary>
/// <remarks>
/// With a <see cref="Weight"/>: the penalty of the papers on every channel, an L1 norm of BatchNorm scales (Liu et al.,
/// ICCV 2017, groups from <see cref="ScaleGroups"/>) or a group lasso over all weights of a channel (Wen et al.,
/// NeurIPS 2016; over coupled layers, Fang et al., CVPR 2023). Without one, the weight follows from how far the
/// channels have separated: one that separates them within a few dozen steps ruins the model, and one that does not
/// ruin it separates nothing. So the channels that would be cut are picked by the <see cref="Selector"/>, and a
/// proximal step takes just so much from them that they stay on their way to 0, while all others adapt; see
/// <see cref="ShrinkageSchedule"/>. What is cut afterwards contributes nothing any more.
/// </remarks>
/// <param name="Groups">What can be cut.</param>
/// <param name="Selector">
/// Picks the channels that would go: who plans the cut knows it best. With a <see cref="Weight"/> it only tells how far
/// they have separated.
/// </param>
public sealed record SparsityPenalty(
    ImmutableArray<PenalisedGroup> Groups,
    [property: JsonIgnore] IChannelSelector Selector
)
{
    /// <summary>The penalty's weight in the loss of a step; null chooses.</summary>
    public double? Weight { get; init; }

    /// <summary>Whether a given weight falls along a line to a tenth over the training, instead of staying.</summary>
    public bool WeightFalls { get; init; }

    /// <summary>Without a weight: when channels vanish.</summary>
    public PruningSchedule Schedule { get; init; }

    internal static PruneException Nothing(string given) =>
        new(
            Codes.NothingToPenalise,
            $"The sparsity penalty acts on BatchNorm scales, and it was given {given}. Without it, training "
                + $"would not prepare the network for its cut. Start from a checkpoint that has its BatchNorm layers, "
                + $"release some with KeepLayer, or set SparseEpochs to 0."
        );
}

/// <summary>When the channels vanish that a penalty without a given weight takes.</summary>
public enum PruningSchedule
{
    /// <summary>All of them on one way.</summary>
    OneShot,

    /// <summary>More of them epoch by epoch.</summary>
    Gradual,

    /// <summary>They were silent before the training.</summary>
    Early,
}
