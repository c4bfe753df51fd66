using System.Collections.Immutable;

namespace Pruning.Reporting.Comparisons;

/// <summary>Two builds of one model by their reports, such as the main branch's and a pull request's.</summary>
/// <param name="Before">The earlier build; null where there is none: then the model is all new.</param>
/// <param name="Now">The later build.</param>
public sealed record ReportComparison(RunReport? Before, RunReport Now)
{
    private const string Targets = "targets";

    /// <summary>Whether another file would ship, or whether the gates say something else of the same file.</summary>
    public bool IsChanged =>
        Before is null
        || Before.Model.Summary.Sha256 != Now.Model.Summary.Sha256
        || Before.Passed != Now.Passed
        || !GateResults(Before).SequenceEqual(GateResults(Now));

    /// <summary>Accuracy, costs and speed.</summary>
    public ImmutableArray<ComparedFigure> Figures =>
        [
            .. Accuracies(Now.Baseline.Accuracy, Before?.Model.Accuracy, Now.Model.Accuracy),
            .. Now is { Baseline.Test: { } dense, Model.Test: { } test }
                ? Accuracies(dense, Before?.Model.Test, test)
                : [],
            Cost("parameters", summary => summary.Parameters),
            Cost($"FLOPs at {Now.Model.Summary.ImageText}", summary => summary.Flops),
            Cost("file size, bytes", summary => summary.FileSize),
            new("latency over the dense network's", FigureKind.Ratio, 1, Before?.Latency.Ratio, Now.Latency.Ratio),
        ];

    /// <summary>Average precision at IoU 0.5 of each class that the later build has labels of.</summary>
    public ImmutableArray<ComparedFigure> Classes
    {
        get
        {
            var (dense, before) = (Ap50(Now.Baseline), Before is null ? null : Ap50(Before.Model));
            return
            [
                .. Now
                    .Model.Accuracy.Classes.Where(@class => @class.Labels > 0)
                    .Select(@class => new ComparedFigure(
                        @class.Name,
                        FigureKind.Fraction,
                        dense.GetValueOrDefault(@class.Name),
                        before?.GetValueOrDefault(@class.Name),
                        @class.Ap50
                    )),
            ];
        }
    }

    /// <summary>The project's properties, targets and gates that are others than before, by name.</summary>
    public ImmutableArray<ChangedSetting> Settings
    {
        get
        {
            if (Before is null)
                return [];
            var (old, current) = (SettingsOf(Before), SettingsOf(Now));
            return
            [
                .. old
                    .Keys.Union(current.Keys)
                    .Order(StringComparer.Ordinal)
                    .Select(name => new ChangedSetting(
                        name,
                        old.GetValueOrDefault(name),
                        current.GetValueOrDefault(name)
                    ))
                    .Where(setting => setting.Before != setting.Now),
            ];
        }
    }

    /// <summary>What a reader of the figures has to know: what about them does not compare.</summary>
    public ImmutableArray<string> Caveats => Before is null ? [] : [.. CaveatsBeside(Before)];

    private IEnumerable<string> CaveatsBeside(RunReport before)
    {
        if (!HasSameImages)
            yield return $"The accuracies do not compare: they were measured on {Images(before)} before, and on "
                + $"{Images(Now)} now.";
        var (old, current) = (before.Latency, Now.Latency);
        if (old.Machine != current.Machine)
            yield return $"The speed was measured on another processor before: {old.Machine}; now: {current.Machine}.";
        else if (old.Ratio != current.Ratio && old.RatioLow <= current.RatioHigh && current.RatioLow <= old.RatioHigh)
            yield return $"The change in speed may be chance: {Interval(old)} before, {Interval(current)} now, in 95 % "
                + $"of measurements.";
    }

    private static string Interval(LatencyReport latency) =>
        $"{ReportNumbers.Ratio(latency.RatioLow)} to {ReportNumbers.Ratio(latency.RatioHigh)}";

    // The number of images is all that a report says of them.
    private bool HasSameImages =>
        (Before!.Model.Accuracy.Split, Before.Model.Accuracy.Images, Before.Model.Accuracy.Labels)
        == (Now.Model.Accuracy.Split, Now.Model.Accuracy.Images, Now.Model.Accuracy.Labels);

    private static string Images(RunReport report) =>
        $"{report.Model.Accuracy.Images} images with {report.Model.Accuracy.Labels} labels of "
        + $"'{report.Model.Accuracy.Split}'";

    private static IEnumerable<(string, double?, double?, double?, string, bool)> GateResults(RunReport report) =>
        report.Gates.Select(gate =>
            (gate.Metric, gate.Minimum, gate.Maximum, gate.MaximumDrop, gate.Severity, gate.Passed)
        );

    private static Dictionary<string, string> SettingsOf(RunReport report)
    {
        var settings = new Dictionary<string, string>(report.Settings, StringComparer.Ordinal)
        {
            [Targets] = string.Join("; ", report.Targets),
        };
        foreach (var gates in report.Gates.GroupBy(gate => gate.Metric))
            settings[$"gate {gates.Key}"] = string.Join(
                "; ",
                gates.Select(gate => GateText.Bounds(gate) + (gate.Severity == "warning" ? " (warning)" : ""))
            );
        return settings;
    }

    // Two classes of one name cannot be told apart: the last counts, as for a gate.
    private static Dictionary<string, double?> Ap50(ModelReport model) =>
        model
            .Accuracy.Classes.GroupBy(@class => @class.Name)
            .ToDictionary(group => group.Key, group => group.Last().Ap50);

    private ComparedFigure Cost(string name, Func<ModelSummary, long> cost) =>
        new(
            name,
            FigureKind.Count,
            cost(Now.Baseline.Summary),
            Before is null ? null : cost(Before.Model.Summary),
            cost(Now.Model.Summary)
        );

    private static IEnumerable<ComparedFigure> Accuracies(
        AccuracyReport dense,
        AccuracyReport? before,
        AccuracyReport now
    ) =>
        new (string Name, Func<MetricsReport, double?> Metric)[]
        {
            ("mAP50", metrics => metrics.Map50),
            ("mAP50-95", metrics => metrics.Map5095),
            ("precision", metrics => metrics.Precision),
            ("recall", metrics => metrics.Recall),
        }.Select(figure => new ComparedFigure(
            $"{figure.Name} ({now.Split})",
            FigureKind.Fraction,
            figure.Metric(dense.Metrics),
            before is null ? null : figure.Metric(before.Metrics),
            figure.Metric(now.Metrics)
        ));
}
