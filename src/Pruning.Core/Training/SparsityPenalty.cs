using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pruning.Training;

/// <summary>
/// Makes a network's unimportant channels vanish while it trains, by pushing BatchNorm scales towards 0 (Liu et al. 2017, "Network Slimming").
/// </summary>
/// <remarks>
/// With a <see cref="Weight"/>: the L1 penalty of the paper. Without one, the pressure is chosen from the budget: an L1 weight that separates
/// the scales within a few dozen steps ruins the model, and one that does not ruin it separates nothing; so the channels that would be
/// cut are picked (by <see cref="Selector"/>, or the smallest scales), and only their scales and shifts are led to 0, evenly over the
/// training's steps, while all others adapt. What is cut afterwards then contributes nothing any more.
/// </remarks>
public sealed record SparsityPenalty
{
    /// <summary>Names of the BatchNorm nodes whose channels can be cut.</summary>
    public required ImmutableArray<string> Layers { get; init; }

    /// <summary>The L1 weight; null chooses.</summary>
    public double? Weight { get; init; }

    /// <summary>The share of channels to lead to 0 when there is neither a <see cref="Weight"/> nor a <see cref="Selector"/>.</summary>
    public double Ratio { get; init; } = 0.5;

    /// <summary>Picks the channels to lead to 0: who plans the cut knows it best.</summary>
    [JsonIgnore]
    public IChannelSelector? Selector { get; init; }
}
