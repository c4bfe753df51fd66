using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// All that there is to know of a metric that gates can judge: names, help, bounds and judgements follow from its entry
/// in <see cref="All"/>.
/// </summary>
/// <param name="Name">
/// As a project writes it; that of a class metric ends in a slash, behind which the class stands.
/// </param>
/// <param name="Quantity">How its bounds are written.</param>
/// <param name="IsAccuracy">
/// Whether it is a fraction that falls when a model gets worse, so that a drop against the baseline means something.
/// </param>
/// <param name="Value">
/// Its value among what was measured; NaN where there is none. The second argument is the class of a class metric.
/// </param>
/// <param name="AtConfidence">
/// Its value where only boxes of some confidence count; null for what is not read at one.
/// </param>
/// <param name="NeedsConfidence">Whether it has no value but there.</param>
internal sealed record GateMetricEntry(
    GateMetricKind Kind,
    string Name,
    QuantityKind Quantity,
    bool IsAccuracy,
    Func<Measurements, string?, double> Value,
    Func<OperatingPoint, string?, double>? AtConfidence = null,
    bool NeedsConfidence = false
)
{
    private const char ClassMark = '/';

    /// <summary>In the order in which documentation lists them.</summary>
    public static ImmutableArray<GateMetricEntry> All { get; } =
    [
        Accuracy(GateMetricKind.Map50, "mAP50", measured => measured.Map50),
        Accuracy(GateMetricKind.Map5095, "mAP50-95", measured => measured.Map5095),
        Accuracy(GateMetricKind.Precision, "Precision", measured => measured.Precision) with
        {
            AtConfidence = (point, _) => point.Precision,
        },
        Accuracy(GateMetricKind.Recall, "Recall", measured => measured.Recall) with
        {
            AtConfidence = (point, _) => point.Recall,
        },
        AtAConfidence(GateMetricKind.F1, "F1", (point, _) => point.F1),
        OfAClass(GateMetricKind.ClassAp50, "AP50/", measured => measured.Ap50),
        OfAClass(GateMetricKind.ClassAp, "AP/", measured => measured.Ap),
        OfAClassAtAConfidence(GateMetricKind.ClassPrecision, "Precision/", counts => counts.Precision),
        OfAClassAtAConfidence(GateMetricKind.ClassRecall, "Recall/", counts => counts.Recall),
        Cost(GateMetricKind.Parameters, "Parameters", QuantityKind.Count, measured => measured.Parameters),
        Cost(GateMetricKind.Flops, "Flops", QuantityKind.Count, measured => measured.Flops),
        Cost(GateMetricKind.FileSize, "FileSize", QuantityKind.Bytes, measured => measured.FileSize),
        Cost(GateMetricKind.Latency, "Latency", QuantityKind.Milliseconds, measured => measured.LatencyMilliseconds),
        Cost(GateMetricKind.LatencyRatio, "LatencyRatio", QuantityKind.Fraction, measured => measured.LatencyRatio),
        Cost(GateMetricKind.RuntimeParity, "RuntimeParity", QuantityKind.Fraction, measured => measured.RuntimeParity),
    ];

    /// <summary>Whether there is one for each class.</summary>
    public bool IsOfAClass => Name.EndsWith(ClassMark);

    /// <param name="class">Of a class metric.</param>
    public GateMetric Metric(string? @class) =>
        new(Kind, @class) { Confidence = NeedsConfidence ? GateMetric.UsualConfidence : null };

    public static GateMetricEntry For(GateMetricKind kind) => All.Single(entry => entry.Kind == kind);

    private static GateMetricEntry Accuracy(GateMetricKind kind, string name, Func<Measurements, double> value) =>
        new(kind, name, QuantityKind.Fraction, IsAccuracy: true, (measured, _) => value(measured));

    private static GateMetricEntry OfAClass(GateMetricKind kind, string name, Func<ClassMeasurement, double> value) =>
        new(kind, name, QuantityKind.Fraction, IsAccuracy: true, (measured, @class) =>
            measured.Classes.GetValueOrDefault(@class!) is { } found ? value(found) : double.NaN
        );

    private static GateMetricEntry AtAConfidence(
        GateMetricKind kind,
        string name,
        Func<OperatingPoint, string?, double> value
    ) => new(kind, name, QuantityKind.Fraction, IsAccuracy: true, (_, _) => double.NaN, value, NeedsConfidence: true);

    private static GateMetricEntry OfAClassAtAConfidence(
        GateMetricKind kind,
        string name,
        Func<ClassCounts, double> value
    ) =>
        AtAConfidence(kind, name, (point, @class) =>
            point.Classes.GetValueOrDefault(@class!) is { } found ? value(found) : double.NaN
        );

    private static GateMetricEntry Cost(
        GateMetricKind kind,
        string name,
        QuantityKind quantity,
        Func<Measurements, double> value
    ) => new(kind, name, quantity, IsAccuracy: false, (measured, _) => value(measured));
}
