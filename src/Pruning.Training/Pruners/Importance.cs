using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.SecondOrder;

namespace Pruning.Pruners;

/// <summary>
/// How the worth of a channel is judged. An entry in <see cref="All"/> is everything that the product knows of a
/// measure: option, help, documentation and checks follow from it.
/// </summary>
[JsonConverter(typeof(RegisteredJson<Importance>))]
public sealed class Importance : IRegistered<Importance>
{
    private readonly Func<Network, PlanningOptions, ImportanceMeasure> _create;

    private Importance(string name, string help, Func<Network, PlanningOptions, ImportanceMeasure> create) =>
        (Name, Help, _create) = (name, help, create);

    /// <summary>How much the loss would change without a channel, to first order, on training images.</summary>
    public static Importance Taylor { get; } =
        new("taylor", "first-order effect on the loss, on training images", (network, options) =>
            new TaylorExpansion(Images(options).LossChanges(network))
        )
        {
            LooksAtImages = true,
            IsChangeOfLoss = true,
        };

    /// <summary>
    /// How much the network's output would move without it, to second order, on training images, once what reads it has
    /// made up for it.
    /// </summary>
    public static Importance SecondOrder { get; } =
        new(
            "second-order",
            "second-order effect on the output, what is left making up for it, on training images",
            (network, options) => new SecondOrderEffect(Images(options).Curvatures(network))
        )
        {
            LooksAtImages = true,
            IsChangeOfLoss = true,
        };

    /// <summary>What it contributes to the outputs of the layers that read it, on training images.</summary>
    public static Importance Activation { get; } =
        new("activation", "contribution to what the next layers make, on training images", (network, options) =>
            new ActivationContribution(Images(options).InputEnergies(network))
        )
        {
            LooksAtImages = true,
        };

    /// <summary>The magnitude of its batch-norm scales.</summary>
    public static Importance BnScale { get; } =
        new("bn-scale", "BatchNorm scales", (_, _) => new BatchNormScale()) { ReadsNorms = true };

    /// <summary>The sum of its filters' absolute weights.</summary>
    public static Importance L1 { get; } = new("l1", "L1 norm of the filters", (_, _) => new FilterNorm(power: 1));

    /// <summary>The Euclidean norm of its filters.</summary>
    public static Importance L2 { get; } = new("l2", "L2 norm of the filters", (_, _) => new FilterNorm(power: 2));

    /// <summary>Its filters' distance to the layer's geometric median.</summary>
    public static Importance Fpgm { get; } =
        new("fpgm", "distance from the filters' geometric median", (_, _) => new GeometricMedian());

    /// <summary>Its filters' squared norm relative to those of the layer's larger ones.</summary>
    public static Importance Lamp { get; } =
        new("lamp", "layer-adaptive magnitude", (_, _) => new LayerAdaptiveMagnitude());

    /// <summary>None: a seeded draw, to compare others with.</summary>
    public static Importance Random { get; } =
        new("random", "a control for experiments", (_, options) => new RandomDraw(options.Seed));

    /// <summary>The registry, in the order in which documentation lists them; the first is the default.</summary>
    public static ImmutableArray<Importance> All { get; } =
    [Taylor, SecondOrder, Activation, BnScale, L1, L2, Fpgm, Lamp, Random];

    /// <summary>As a project writes it.</summary>
    public string Name { get; }

    /// <summary>A few words for people.</summary>
    public string Help { get; }

    /// <summary>Whether it needs training images.</summary>
    public bool LooksAtImages { get; private init; }

    /// <summary>
    /// Whether its scores are changes of the loss: what they are worth for what they save can be compared over the
    /// whole network.
    /// </summary>
    public bool IsChangeOfLoss { get; private init; }

    /// <summary>Whether it reads BatchNorm scales, which files for inference have folded away.</summary>
    public bool ReadsNorms { get; private init; }

    /// <summary>What a group must have to be judged, for the message about one that has not.</summary>
    internal string Needs =>
        ReadsNorms ? "a batch norm"
        : LooksAtImages ? "a convolution that reads it"
        : "a convolution";

    /// <param name="name">As <see cref="Name"/> spells it.</param>
    /// <exception cref="ArgumentException">There is no such measure.</exception>
    public static Importance Named(string name) => Registered.Named<Importance>(name);

    public override string ToString() => Name;

    /// <param name="network">What is to be judged; measures that look at images run it.</param>
    /// <exception cref="PruneException">PRUNE4003: the measure looks at images, and there are none.</exception>
    internal ImportanceMeasure MeasureOf(Network network, PlanningOptions options) =>
        LooksAtImages && options.Evidence is null
            ? throw new PruneException(
                Codes.ImportanceUnavailable,
                $"Importance '{Name}' looks at training images, and there are none here; using another in its "
                    + $"place would give a model that was not asked for. Give a dataset, or choose one that reads the "
                    + $"weights alone: "
                    + $"{string.Join(", ", All.Where(other => !other.LooksAtImages).Select(other => other.Name))}."
            )
            : _create(network, options);

    private static ICalibrationStatistics Images(PlanningOptions options) => options.Evidence!;
}
