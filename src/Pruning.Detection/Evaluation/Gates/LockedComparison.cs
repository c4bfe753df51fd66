using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>The shipped file against the locked baseline, metric by metric.</summary>
/// <param name="File">The baseline's file name.</param>
/// <param name="Passed">Whether no metric is worse than allowed.</param>
public sealed record LockedComparison(string File, bool Passed, ImmutableArray<LockedRow> Rows)
{
    /// <summary>How accuracies were compared, in a sentence or two; empty where none is locked.</summary>
    public string Basis { get; init; } = "";

    /// <summary>Whether something is better than the slack and nothing is worse.</summary>
    [JsonIgnore]
    public bool IsBetter => Passed && Rows.Any(row => row.Verdict == LockedVerdict.Better) && NotShown.IsEmpty;

    /// <summary>What is beyond the slack without being shown to be worse.</summary>
    [JsonIgnore]
    public ImmutableArray<LockedRow> NotShown => [.. Rows.Where(row => row.Verdict == LockedVerdict.NotShown)];

    /// <summary>What is worse than allowed.</summary>
    [JsonIgnore]
    public ImmutableArray<LockedRow> Worse => [.. Rows.Where(row => row.Verdict == LockedVerdict.Worse)];

    /// <param name="measured">Of the shipped file.</param>
    /// <param name="latency">Its latency, as it would be locked.</param>
    /// <param name="paired">
    /// What the pictures say that both were measured on; null where the baseline keeps none: then the slack alone
    /// decides.
    /// </param>
    public static LockedComparison Compare(
        LockedBaseline locked,
        Measurements measured,
        LockedLatency latency,
        LockedBaselineOptions options,
        PairedDrops? paired = null
    )
    {
        var judge = new LockedJudge(options, paired);
        var rows = locked
            .Metrics.Select(pair => judge.Row(GateMetric.TryParse(pair.Key)!, pair.Value, measured))
            .ToList();
        if (locked.Latency is { } then)
            rows.Add(
                judge.Row(
                    then,
                    latency,
                    IsSame(locked, measured, GateMetricKind.Parameters)
                        && IsSame(locked, measured, GateMetricKind.Flops)
                )
            );
        return new LockedComparison(
            Path.GetFileName(options.Path),
            rows.All(row => row.Verdict != LockedVerdict.Worse),
            [.. rows]
        )
        {
            Basis = locked.Metrics.Keys.Any(name => GateMetric.TryParse(name)!.IsAccuracy) ? BasisOf(paired) : "",
        };
    }

    private static bool IsSame(LockedBaseline locked, Measurements now, GateMetricKind cost) =>
        new GateMetric(cost) is var metric
        && locked.Metrics.TryGetValue(metric.Name, out var then)
        && then == now.Of(metric);

    /// <summary>
    /// What can be compared of a network that is planned and not built: its costs, as the build would judge them.
    /// </summary>
    public static ImmutableArray<LockedRow> OfPlanned(
        LockedBaseline locked,
        long parameters,
        long flops,
        long fileSize,
        LockedBaselineOptions options
    )
    {
        var planned = Measurements.None with { Parameters = parameters, Flops = flops, FileSize = fileSize };
        return
        [
            .. locked
                .Metrics.Select(pair => (Metric: GateMetric.TryParse(pair.Key)!, pair.Value))
                .Where(pair =>
                    pair.Metric.Kind is GateMetricKind.Parameters or GateMetricKind.Flops or GateMetricKind.FileSize
                )
                .Select(pair => new LockedJudge(options, null).Row(pair.Metric, pair.Value, planned)),
        ];
    }

    /// <summary>Null where the accuracy was measured on the same images; else why it cannot be compared.</summary>
    /// <param name="split">That the accuracy was measured on now.</param>
    /// <param name="images">How many images that were.</param>
    /// <param name="content">Today's images and labels as one fingerprint; null where it is not known.</param>
    public static PruneDiagnostic? Incomparable(
        LockedBaseline locked,
        string split,
        int images,
        LockedBaselineOptions options,
        string? content = null
    )
    {
        if (locked.Split != split || locked.Images != images)
            return Refusal(
                options,
                Codes.BaselineNotComparable,
                $"The locked baseline was measured on {locked.Images} images of '{locked.Split}', this model on "
                    + $"{images} of '{split}', and accuracies of different images do not compare. {OnPurpose(options)}"
            );
        if (content is not null && locked.Pictures is { } pictures && pictures.Content != content)
            return Refusal(
                options,
                Codes.BaselineNotComparable,
                $"The {images} images of '{split}', or their labels, are no longer those that the locked "
                    + $"baseline was measured on (it says {Short(pictures.Content)}, they are {Short(content)}), and "
                    + $"accuracies of different images do not compare. {OnPurpose(options)}"
            );
        return null;
    }

    /// <summary>Null when no metric is worse; else the table in one line.</summary>
    public PruneDiagnostic? Failure(LockedBaselineOptions options) =>
        Passed
            ? null
            : Refusal(
                options,
                Codes.BaselineWorse,
                $"The model is worse than the locked baseline in "
                    + $"{string.Join(", ", Worse.Select(row => row.Metric))}: "
                    + $"{string.Join("; ", Worse.Select(Words))}. {GateJudge.Consequence(options.Severity)} Undo what "
                    + $"made it worse, or, when it is wanted, record it with 'dotnet prune accept' and have '{File}' "
                    + $"reviewed."
            );

    /// <summary>A value as the metric shows it.</summary>
    public static string Show(string metric, double? value) =>
        value is { } known ? GateMetric.TryParse(metric)!.Format(known) : "not measured";

    /// <summary>Where the drop lies, such as <c>-0.0021 to 0.0312</c>; empty where that is not known.</summary>
    public static string Show(LockedInterval? drop) =>
        drop is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{drop.AtLeast:0.0000} to {drop.AtMost:0.0000}");

    private static string BasisOf(PairedDrops? paired) =>
        paired is null
            ? "The locked baseline keeps no pictures (an earlier version wrote it, or there were too many), so the "
                + "slack alone decides about accuracies, and chance counts as a loss. 'dotnet prune accept' keeps them."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Accuracies are compared on the same {paired.Pictures:N0} images, drawn anew {paired.Draws:N0} "
                    + $"times: one is worse where the drop is larger than the slack with a confidence of "
                    + $"{100 * paired.Confidence:0.##} %, which the classes share."
            );

    private static string Words(LockedRow row) =>
        $"{row.Metric} is locked at {Show(row.Metric, row.Locked)}, is {Show(row.Metric, row.Now)} now, and "
        + $"{Show(row.Metric, row.Allowed)} is "
        + $"allowed{(row.Drop is { } drop ? string.Create(CultureInfo.InvariantCulture, $" (the images show a drop of {drop.AtLeast:0.0000} at least)") : "")}";

    private static string OnPurpose(LockedBaselineOptions options) =>
        $"{GateJudge.Consequence(options.Severity)} When the dataset was changed on purpose, record the new "
        + $"values with 'dotnet prune accept'.";

    private static string Short(string fingerprint) => fingerprint[..Math.Min(12, fingerprint.Length)];

    private static PruneDiagnostic Refusal(LockedBaselineOptions options, DiagnosticCode code, string message) =>
        options.Severity == DiagnosticSeverity.Error
            ? new PruneDiagnostic(code, DiagnosticSeverity.Error, message, new SourceLocation(options.Path))
            : new PruneDiagnostic(
                Codes.BaselineWarning,
                DiagnosticSeverity.Warning,
                message,
                new SourceLocation(options.Path)
            );
}
