using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Evaluation.Gates;

/// <summary>A metric as a project names it: <c>mAP50-95</c>, <c>AP50/WBC</c>, <c>FileSize</c>.</summary>
/// <param name="ClassName">
/// The class of <c>AP50/…</c>, <c>AP/…</c> and their like, as the dataset spells it, or <c>*</c> for each; else null.
/// </param>
public sealed record GateMetric(GateMetricKind Kind, string? ClassName = null)
{
    /// <summary>What counts in an app that does not say otherwise.</summary>
    public const double UsualConfidence = 0.25;

    private const string EveryClass = "*";

    /// <summary>The names for messages and help; those of class metrics with a placeholder.</summary>
    public static ImmutableArray<string> KnownNames { get; } =
    [
        .. GateMetricEntry.All.Select(entry => entry.IsOfAClass ? entry.Name + "<class>" : entry.Name),
        .. GateMetricEntry.All.Where(entry => entry.IsOfAClass).Select(entry => entry.Name + EveryClass),
    ];

    /// <summary>
    /// Boxes of at least so much count, 0 to 1; null for all of them, or for those that the best F1 decides on.
    /// </summary>
    public double? Confidence { get; init; }

    public string Name =>
        Entry.Name
        + ClassName
        + (
            Confidence is { } confidence
                ? string.Create(CultureInfo.InvariantCulture, $" at confidence {confidence:0.###}")
                : ""
        );

    /// <summary>Whether it may be judged at a confidence that the gate says.</summary>
    public bool TakesConfidence => Entry.AtConfidence is not null;

    /// <summary>
    /// Whether it is a fraction that falls when a model gets worse, so that a drop against the baseline means
    /// something.
    /// </summary>
    public bool IsAccuracy => Entry.IsAccuracy;

    /// <summary>Whether it stands for one metric of each class: <c>AP50/*</c>, <c>AP/*</c>.</summary>
    public bool IsOfEveryClass => ClassName == EveryClass;

    /// <summary>How its bounds are written.</summary>
    public QuantityKind Quantity => Entry.Quantity;

    private GateMetricEntry Entry => GateMetricEntry.For(Kind);

    /// <summary>Its value among what was measured; NaN where there is none.</summary>
    internal double ValueIn(Measurements measured) =>
        Confidence is not { } confidence ? Entry.Value(measured, ClassName)
        : measured.OperatingPoints is { } points ? Entry.AtConfidence!(points.At(confidence), ClassName)
        : double.NaN;

    /// <summary>
    /// Reads a name in any case; null for an unknown one. What has no value but at a fixed confidence is judged at the
    /// usual one.
    /// </summary>
    public static GateMetric? TryParse(string name)
    {
        foreach (var entry in GateMetricEntry.All)
        {
            if (
                entry.IsOfAClass
                && name.Length > entry.Name.Length
                && name.StartsWith(entry.Name, StringComparison.OrdinalIgnoreCase)
            )
                return entry.Metric(name[entry.Name.Length..]);
            if (!entry.IsOfAClass && string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
                return entry.Metric(null);
        }

        return null;
    }

    /// <summary>A value with its unit, as reports and messages show it.</summary>
    public string Format(double value) => Quantity.Format(value);

    public override string ToString() => Name;
}
