using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Reporting;

namespace Pruning.Evaluation.Gates;

/// <summary>The shipped file against the locked baseline, metric by metric.</summary>
/// <param name="File">The baseline's file name.</param>
/// <param name="Passed">Whether no metric is worse than allowed.</param>
public sealed record LockedComparison(string File, bool Passed, ImmutableArray<LockedRow> Rows)
{
    // A class has a part of the labels, and its AP moves more than their mean.
    private const double ClassFactor = 3;
    private const double Rounding = 1e-6;

    /// <summary>Whether something is better than the slack and nothing is worse.</summary>
    [JsonIgnore]
    public bool IsBetter => Passed && Rows.Any(row => row.Verdict == LockedVerdict.Better);

    public static LockedComparison Of(LockedBaseline locked, ModelReport model, LatencyReport latency, LockedBaselineOptions options)
    {
        var measured = RunReport.ModelMeasurements(model, latency);
        var rows = locked.Metrics.Select(pair => Row(GateMetric.TryParse(pair.Key)!, pair.Value, measured, options)).ToList();
        if (locked.Latency is { } then)
            rows.Add(Row(then, latency, options));
        return new LockedComparison(Path.GetFileName(options.Path), rows.All(row => row.Verdict != LockedVerdict.Worse), [.. rows]);
    }

    /// <summary>What can be compared of a network that is planned and not built: its costs, as the build would judge them.</summary>
    public static ImmutableArray<LockedRow> OfPlanned(LockedBaseline locked, long parameters, long flops, long fileSize, LockedBaselineOptions options)
    {
        var planned = Measurements.None with { Parameters = parameters, Flops = flops, FileSize = fileSize };
        return [.. locked.Metrics
            .Select(pair => (Metric: GateMetric.TryParse(pair.Key)!, pair.Value))
            .Where(pair => pair.Metric.Kind is GateMetricKind.Parameters or GateMetricKind.Flops or GateMetricKind.FileSize)
            .Select(pair => Row(pair.Metric, pair.Value, planned, options))];
    }

    /// <summary>Null where the accuracy was measured on the same number of images of the same split; else why it cannot be compared.</summary>
    public static PruneDiagnostic? Incomparable(LockedBaseline locked, AccuracyReport now, LockedBaselineOptions options) => locked.Split == now.Split && locked.Images == now.Images
        ? null
        : Of(options, Codes.BaselineNotComparable, $"The locked baseline was measured on {locked.Images} images of '{locked.Split}', this model on {now.Images} of '{now.Split}', and accuracies of different images do not compare. {GateJudge.Consequence(options.Severity)} When the dataset was changed on purpose, record the new values with 'dotnet prune accept'.");

    /// <summary>Null when no metric is worse; else the table in one line.</summary>
    public PruneDiagnostic? Failure(LockedBaselineOptions options) => Passed
        ? null
        : Of(options, Codes.BaselineWorse, $"The model is worse than the locked baseline: {string.Join("; ", Rows.Where(row => row.Verdict == LockedVerdict.Worse).Select(Words))}. {GateJudge.Consequence(options.Severity)} Undo what made it worse, or, when it is wanted, record it with 'dotnet prune accept' and have '{File}' reviewed.");

    /// <summary>A value as the metric shows it.</summary>
    public static string Show(string metric, double? value) => value is { } known ? GateMetric.TryParse(metric)!.Format(known) : "not measured";

    private static LockedRow Row(GateMetric metric, double locked, Measurements measured, LockedBaselineOptions options)
    {
        var now = measured.Of(metric);
        if (!metric.IsAccuracy)
            return new LockedRow(metric.Name, locked, Finite(now), locked * (1 + options.CostSlack), Verdict(now - locked, locked * options.CostSlack));
        var slack = metric.ClassName is null ? options.AccuracySlack : ClassFactor * options.AccuracySlack;
        return new LockedRow(metric.Name, locked, Finite(now), Math.Max(0, locked - slack), Verdict(locked - now, slack));
    }

    // Noise widens the spreads; only spreads that lie apart, by more than the slack, say that one is slower.
    private static LockedRow Row(LockedLatency locked, LatencyReport now, LockedBaselineOptions options)
    {
        var allowed = locked.High * (1 + options.CostSlack);
        var verdict = locked.Processor != now.Machine ? LockedVerdict.NotCompared
            : !double.IsFinite(now.Ratio) || !(now.RatioLow <= allowed) ? LockedVerdict.Worse
            : now.RatioHigh < locked.Low * (1 - options.CostSlack) ? LockedVerdict.Better
            : LockedVerdict.Same;
        return new LockedRow(new GateMetric(GateMetricKind.LatencyRatio).Name, locked.Ratio, Finite(now.Ratio), allowed, verdict);
    }

    // Written so that NaN is worse.
    private static LockedVerdict Verdict(double worseBy, double slack) =>
        !(worseBy <= slack + Rounding) ? LockedVerdict.Worse
        : worseBy < -slack - Rounding ? LockedVerdict.Better
        : LockedVerdict.Same;

    private static string Words(LockedRow row) =>
        $"{row.Metric} is locked at {Show(row.Metric, row.Locked)}, is {Show(row.Metric, row.Now)} now, and {Show(row.Metric, row.Allowed)} is allowed";

    private static PruneDiagnostic Of(LockedBaselineOptions options, DiagnosticCode code, string message) => options.Severity == DiagnosticSeverity.Error
        ? new PruneDiagnostic(code, DiagnosticSeverity.Error, message, new SourceLocation(options.Path))
        : new PruneDiagnostic(Codes.BaselineWarning, DiagnosticSeverity.Warning, message, new SourceLocation(options.Path));

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
