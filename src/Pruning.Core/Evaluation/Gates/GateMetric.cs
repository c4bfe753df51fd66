using System.Collections.Immutable;
using System.Globalization;
using Pruning.Pipeline.Options;

namespace Pruning.Evaluation.Gates;

/// <summary>A metric as a project names it: <c>mAP50-95</c>, <c>AP50/WBC</c>, <c>FileSize</c>.</summary>
/// <param name="ClassName">The class of <c>AP50/…</c> and <c>AP/…</c>, as the dataset spells it, or <c>*</c> for each; else null.</param>
public sealed record GateMetric(GateMetricKind Kind, string? ClassName = null)
{
    private static readonly ImmutableArray<(GateMetricKind Kind, string Name)> Names =
    [
        (GateMetricKind.Map50, "mAP50"), (GateMetricKind.Map5095, "mAP50-95"), (GateMetricKind.Precision, "Precision"), (GateMetricKind.Recall, "Recall"),
        (GateMetricKind.ClassAp50, "AP50/"), (GateMetricKind.ClassAp, "AP/"), (GateMetricKind.Parameters, "Parameters"), (GateMetricKind.Flops, "Flops"),
        (GateMetricKind.FileSize, "FileSize"), (GateMetricKind.Latency, "Latency"), (GateMetricKind.LatencyRatio, "LatencyRatio"),
    ];

    /// <summary>The names for messages and help; those of class metrics with a placeholder.</summary>
    public static ImmutableArray<string> KnownNames { get; } = [.. Names.Select(pair => pair.Name.EndsWith('/') ? pair.Name + "<class>" : pair.Name), "AP50/*", "AP/*"];

    public string Name => Names.First(pair => pair.Kind == Kind).Name + ClassName;

    /// <summary>Whether it is a fraction that falls when a model gets worse, so that a drop against the baseline means something.</summary>
    public bool IsAccuracy => Kind is GateMetricKind.Map50 or GateMetricKind.Map5095 or GateMetricKind.Precision or GateMetricKind.Recall or GateMetricKind.ClassAp50 or GateMetricKind.ClassAp;

    /// <summary>Whether it stands for one metric of each class: <c>AP50/*</c>, <c>AP/*</c>.</summary>
    public bool IsOfEveryClass => ClassName == "*";

    /// <summary>How its bounds are written.</summary>
    public QuantityKind Quantity => Kind switch
    {
        GateMetricKind.Parameters or GateMetricKind.Flops => QuantityKind.Count,
        GateMetricKind.FileSize => QuantityKind.Bytes,
        GateMetricKind.Latency => QuantityKind.Milliseconds,
        _ => QuantityKind.Fraction,
    };

    /// <summary>Reads a name in any case; null for an unknown one.</summary>
    public static GateMetric? TryParse(string name)
    {
        foreach (var (kind, known) in Names)
        {
            if (known.EndsWith('/') && name.Length > known.Length && name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
                return new GateMetric(kind, name[known.Length..]);
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase) && !known.EndsWith('/'))
                return new GateMetric(kind);
        }

        return null;
    }

    /// <summary>A value with its unit, as reports and messages show it.</summary>
    public string Format(double value) => !double.IsFinite(value) ? "not a number" : Quantity switch
    {
        QuantityKind.Count => value.ToString("N0", CultureInfo.InvariantCulture),
        QuantityKind.Bytes => value.ToString("N0", CultureInfo.InvariantCulture) + " bytes",
        QuantityKind.Milliseconds => value.ToString("0.###", CultureInfo.InvariantCulture) + " ms",
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    public override string ToString() => Name;
}
