using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Graphs;
using Pruning.Pruners.Blocks;
using Pruning.Pruners.Weights;

namespace Pruning.Pruners;

/// <summary>
/// What is removed from a network. An entry in <see cref="All"/> is everything that the product knows of a granularity:
/// option, help, checks and the cut itself follow from it.
/// </summary>
[JsonConverter(typeof(RegisteredJson<Granularity>))]
public sealed class Granularity : IRegistered<Granularity>
{
    private Granularity(string name, string help, Func<Network, PrunerInputs, PrunedNetwork> prune) =>
        (Name, Help, Prune) = (name, help, prune);

    /// <summary>The default.</summary>
    public static Granularity Channel { get; } =
        new("channel", "whole channels", (network, inputs) => ChannelPruner.Make(network, inputs.Channels()))
        {
            RemovesChannels = true,
        };

    public static Granularity Layer { get; } =
        new("layer", "whole bottlenecks", BlockPruner.Make)
        {
            WeighsLoss = true,
            WhyNoImportance = "blocks are judged by the loss on training images",
            WhyNoLayerSparsity = "blocks go as a whole",
        };

    public static Granularity Weight { get; } =
        new("weight", "single weights: zeros that fine-tuning keeps", (network, inputs) =>
            WeightPruner.Make(SingleWeights.Apply(network, inputs.Targets, inputs.Planning()))
        )
        {
            LeavesZeros = true,
            WhyNoImportance = "weights are judged by their magnitude",
        };

    public static Granularity TwoOfFour { get; } =
        new("2:4", "two of every four weights: zeros that fine-tuning keeps", (network, inputs) =>
            WeightPruner.Make(Weights.TwoOfFour.Apply(network, inputs.KeepLayers))
        )
        {
            LeavesZeros = true,
            WhyNoImportance = "weights are judged by their magnitude",
            WhyNoLayerSparsity = "the pattern removes half of the weights everywhere",
            WhyNoTarget = "the pattern removes half of the weights, no more and no less",
        };

    /// <summary>The registry, in the order in which documentation lists them; the first is the default.</summary>
    public static ImmutableArray<Granularity> All { get; } = [Channel, Layer, Weight, TwoOfFour];

    /// <summary>As a project writes it.</summary>
    public string Name { get; }

    /// <summary>A few words for people.</summary>
    public string Help { get; }

    /// <summary>
    /// Whether channels go: only then there is an importance to choose, sparse training, reconstruction, imitation, and
    /// fewer pixels as a choice.
    /// </summary>
    public bool RemovesChannels { get; private init; }

    /// <summary>Whether the network keeps its shape, and with it its time and its operations.</summary>
    public bool LeavesZeros { get; private init; }

    /// <summary>Whether what goes is judged by the loss on training images, without a measure to choose.</summary>
    public bool WeighsLoss { get; private init; }

    /// <summary>Why no importance can be chosen; null where one can.</summary>
    public string? WhyNoImportance { get; private init; }

    /// <summary>Why no ratio of single layers can be asked for; null where one can.</summary>
    public string? WhyNoLayerSparsity { get; private init; }

    /// <summary>Why no target can be set; null where there must be one.</summary>
    public string? WhyNoTarget { get; private init; }

    /// <summary>Prunes a network.</summary>
    internal Func<Network, PrunerInputs, PrunedNetwork> Prune { get; }

    /// <param name="name">As <see cref="Name"/> spells it.</param>
    /// <exception cref="ArgumentException">There is no such granularity.</exception>
    public static Granularity Named(string name) => Registered.Named<Granularity>(name);

    public override string ToString() => Name;
}
