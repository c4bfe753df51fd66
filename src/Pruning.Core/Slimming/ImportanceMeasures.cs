using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Slimming.SecondOrder;

namespace Pruning.Slimming;

/// <summary>The importance measures.</summary>
internal static class ImportanceMeasures
{
    /// <param name="network">What is to be judged; measures that look at images run it.</param>
    /// <exception cref="PruneException">PRUNE4003: the measure looks at images, and there are none.</exception>
    public static ImportanceMeasure Of(Network network, SlimmingOptions options) => options.Importance switch
    {
        Importance.BnScale => new BatchNormScale(),
        Importance.L1 => new FilterNorm(power: 1),
        Importance.L2 => new FilterNorm(power: 2),
        Importance.Fpgm => new GeometricMedian(),
        Importance.Lamp => new LayerAdaptiveMagnitude(),
        Importance.Taylor => new TaylorExpansion(Evidence(options, "taylor").LossChanges(network)),
        Importance.SecondOrder => new SecondOrderEffect(Evidence(options, "second-order").Curvatures(network)),
        Importance.Activation => new ActivationContribution(Evidence(options, "activation").InputEnergies(network)),
        Importance.Random => new RandomDraw(options.Seed),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Importance, "The measures and their names have come apart."),
    };

    /// <summary>What a group must have to be judged, for the message about one that has not.</summary>
    public static string NeedsOf(Importance importance) => importance switch
    {
        Importance.BnScale => "a batch norm",
        _ when LooksAtImages(importance) => "a convolution that reads it",
        _ => "a convolution",
    };

    /// <summary>Whether a measure needs training images.</summary>
    public static bool LooksAtImages(Importance importance) => importance is Importance.Activation || IsChangeOfLoss(importance);

    /// <summary>Whether a measure's scores are changes of the loss: what they are worth for what they save can be compared over the whole network.</summary>
    public static bool IsChangeOfLoss(Importance importance) => importance is Importance.Taylor or Importance.SecondOrder;

    private static ICalibrationStatistics Evidence(SlimmingOptions options, string name) => options.Evidence ?? throw new PruneException(
        Codes.ImportanceUnavailable,
        $"Importance '{name}' looks at training images, and there are none here; using another in its place would give a model that was not asked for. Give a dataset, or choose one that reads the weights alone: bn-scale, l1, l2, fpgm, lamp, random.");
}
