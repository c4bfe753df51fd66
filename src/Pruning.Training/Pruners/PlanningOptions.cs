using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.Latency;
using Pruning.Pruners.Sensitivity;

namespace Pruning.Pruners;

/// <summary>How scores of different groups are made comparable before they are ranked together.</summary>
public enum ScoreNormalization
{
    /// <summary>Not at all: the plain global ranking of the Network Slimming paper.</summary>
    None,

    /// <summary>
    /// Each score is divided by its group's mean. The size of a batch-norm scale or a filter says little across layers
    /// (the next layer's weights undo it), and plain rankings empty whole layers, the stem and the neck first.
    /// docs/slimming.md has the figures.
    /// </summary>
    GroupMean,
}

/// <summary>A fixed ratio for the groups that a pattern names.</summary>
/// <param name="Ratio">
/// The share of channels to remove, from 0 to below 1; rounded towards keeping more by the channel multiple.
/// </param>
public sealed record LayerSparsity(LayerPattern Layers, double Ratio, SourceLocation? Location = null);

/// <summary>Layers whose output channels all stay.</summary>
public sealed record KeepLayer(LayerPattern Layers, SourceLocation? Location = null);

/// <summary>What the planner may choose, and how it judges.</summary>
public sealed record PlanningOptions
{
    private const double OfLossChanges = 0.5;

    public Importance Importance { get; init; } = Importance.BnScale;

    /// <summary>
    /// Kept channel counts are multiples of this; null lets <see cref="ChannelSteps"/> choose by what the runtime is
    /// fast at.
    /// </summary>
    public int? ChannelMultiple { get; init; }

    /// <summary>
    /// The least share of its channels that each group keeps, from 0 to 1. Null starts at 0.3, which keeps a global
    /// ranking from emptying a layer (one with a few channels left is a bottleneck that no fine-tuning widens), and
    /// lowers it only as far as the targets need.
    /// </summary>
    public double? MinimumKept { get; init; }

    /// <summary>Ignored by measures whose scores are comparable already (taylor, lamp, random).</summary>
    public ScoreNormalization Normalization { get; init; } = ScoreNormalization.GroupMean;

    /// <summary>
    /// From 0 to 1: how far a channel's score is divided by what removing it saves. 0 ranks by importance alone; 1 by
    /// importance per unit saved, which takes from the costly early layers first. Null: a half for a measure whose
    /// scores are changes of the loss, else 0. A first-order change is of one channel alone; where all of a layer's go,
    /// the last ones are worth more than it says. docs/slimming.md has the figures.
    /// </summary>
    public double? CostWeight { get; init; }

    /// <summary>The <see cref="CostWeight"/> that holds.</summary>
    internal double CostWeightOfMeasure => CostWeight ?? (Importance.IsChangeOfLoss ? OfLossChanges : 0);

    public ImmutableArray<KeepLayer> KeepLayers { get; init; } = [];

    /// <summary>Where several name a group, the last one counts.</summary>
    public ImmutableArray<LayerSparsity> LayerSparsities { get; init; } = [];

    /// <summary>The network input for which operations are counted, in pixels.</summary>
    public Extent Image { get; init; } = Extent.Square(640);

    /// <summary>
    /// The input of the whole network, in pixels, where the pruned one looks at fewer of them: targets count from what
    /// the whole one costs there. Null for <see cref="Image"/>.
    /// </summary>
    public Extent? WholeImage { get; init; }

    /// <summary>For the random measure only.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// What images say about channels; needed for the measures that look at images (taylor, activation).
    /// </summary>
    public ICalibrationStatistics? Evidence { get; init; }

    /// <summary>
    /// What groups were measured to lose: takes the place of importance between groups, and leaves it the order within
    /// them. Groups that it does not know keep their importance, so it should be of this network.
    /// </summary>
    public SensitivityReport? Sensitivity { get; init; }

    /// <summary>Gives the size in bytes of a network's exported file; needed for a FileSize target.</summary>
    public Func<Network, long>? ExportedSize { get; init; }

    /// <summary>Which part of the way this plan goes; null goes all of it.</summary>
    public PruneRound? Round { get; init; }

    /// <summary>Says what layers take in the runtime; needed for a Latency target.</summary>
    internal ILayerTimes? LayerTimes { get; init; }

    /// <summary>
    /// The same of the network that targets are shares of, which may ship in another form; null for
    /// <see cref="LayerTimes"/>.
    /// </summary>
    internal ILayerTimes? WholeTimes { get; init; }

    /// <summary>
    /// Under a Latency target: whether the network is cut and measured, and planned again until the measurement agrees.
    /// </summary>
    public bool ProvesLatency { get; init; } = true;

    /// <exception cref="PruneException">PRUNE4009: an option is out of range.</exception>
    internal void Verify()
    {
        if (ChannelMultiple is < 1 or > 1024)
            throw Invalid($"ChannelMultiple is {ChannelMultiple}; it must lie between 1 and 1024");
        if (MinimumKept is { } kept && !(kept is >= 0 and <= 1))
            throw Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the minimum kept share is {kept}; it must lie between 0 and 1"
                )
            );
        if (CostWeight is { } weight && !(weight is >= 0 and <= 1))
            throw Invalid(
                string.Create(CultureInfo.InvariantCulture, $"the cost weight is {weight}; it must lie between 0 and 1")
            );
        foreach (var layer in LayerSparsities.Where(layer => !(layer.Ratio is >= 0 and < 1)))
        {
            throw Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"LayerSparsity '{layer.Layers}' has the Ratio {layer.Ratio}; it must be at least 0 and "
                        + $"below 1, because no layer can lose all its channels"
                ),
                layer.Location
            );
        }
    }

    private static PruneException Invalid(string what, SourceLocation? location = null) =>
        new(Codes.PlanningOptionInvalid, $"A pruning option is out of range: {what}. Correct it.", location);
}
