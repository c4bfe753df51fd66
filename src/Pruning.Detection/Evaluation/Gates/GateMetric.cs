using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>A metric as a project names it: <c>mAP50-95</c>, <c>AP50/WBC</c>, <c>FileSize</c>.</summary>
/// <param name="ClassName">
/// The class of <c>AP50/…</c> and <c>AP/…</c>, as the dataset spells it, or <c>*</c> for each; else null.
/// </param>
public sealed record GateMetric(GateMetricKind Kind, string? ClassName = null)
{
    private const string EveryClass = "*";

    /// <summary>The names for messages and help; those of class metrics with a placeholder.</summary>
    public static ImmutableArray<string> KnownNames { get; } =
    [
        .. GateMetricEntry.All.Select(entry => entry.IsOfAClass ? entry.Name + "<class>" : entry.Name),
        .. GateMetricEntry.All.Where(entry => entry.IsOfAClass).Select(entry => entry.Name + EveryClass),
    ];

    public string Name => Entry.Name + ClassName;

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
    internal double ValueIn(Measurements measured) => Entry.Value(measured, ClassName);

    /// <summary>Reads a name in any case; null for an unknown one.</summary>
    public static GateMetric? TryParse(string name)
    {
        foreach (var entry in GateMetricEntry.All)
        {
            if (
                entry.IsOfAClass
                && name.Length > entry.Name.Length
                && name.StartsWith(entry.Name, StringComparison.OrdinalIgnoreCase)
            )
                return new GateMetric(entry.Kind, name[entry.Name.Length..]);
            if (!entry.IsOfAClass && string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
                return new GateMetric(entry.Kind);
        }

        return null;
    }

    /// <summary>A value with its unit, as reports and messages show it.</summary>
    public string Format(double value) => Quantity.Format(value);

    public override string ToString() => Name;
}
