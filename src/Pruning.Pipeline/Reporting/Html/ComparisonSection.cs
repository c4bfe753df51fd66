using System.Globalization;

namespace Pruning.Reporting.Html;

/// <summary>Dense and pruned side by side, each measure with its gates.</summary>
internal static class ComparisonSection
{
    public static Markup Write(RunReport report)
    {
        var (before, after, latency) = (report.Baseline, report.Model, report.Latency);
        var rows = new List<Markup>();
        rows.AddRange(Accuracy(report, before.Accuracy, after.Accuracy, isGated: true));
        if (before.Test is { } testBefore && after.Test is { } testAfter)
            rows.AddRange(Accuracy(report, testBefore, testAfter, isGated: false));
        rows.Add(Cost(report, "Parameters", "parameters", before.Summary.Parameters, after.Summary.Parameters));
        rows.Add(
            Cost(report, "Flops", $"FLOPs at {after.Summary.ImageText}", before.Summary.Flops, after.Summary.Flops)
        );
        rows.Add(Cost(report, "FileSize", "file size, bytes", before.Summary.FileSize, after.Summary.FileSize));
        if (after.Summary.IsSparse)
        {
            rows.Add(Cost(report, null, "weights at zero", before.Summary.Zeros, after.Summary.Zeros));
            rows.Add(
                Cost(
                    report,
                    null,
                    "file size compressed (gzip), bytes",
                    before.Summary.CompressedSize,
                    after.Summary.CompressedSize
                )
            );
        }

        if (after.Summary.Quantization is { } quantization)
            rows.Add(
                Row(
                    "convolutions in 8-bit integers",
                    "0",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(quantization.StaysFloat is null ? quantization.Layers : 0)}"
                    ),
                    quantization.ToString(),
                    Markup.Of($"")
                )
            );

        rows.Add(
            Row(
                "latency, ms",
                ReportNumbers.Latency(latency.BaselineMs),
                ReportNumbers.Latency(latency.ModelMs),
                "",
                GatesOn(report, "Latency")
            )
        );
        rows.Add(
            Row(
                "latency, ratio",
                "1",
                ReportNumbers.Ratio(latency.Ratio),
                $"95 % interval {ReportNumbers.Ratio(latency.RatioLow)} to {ReportNumbers.Ratio(latency.RatioHigh)}",
                GatesOn(report, "LatencyRatio")
            )
        );
        return Markup.Of(
            $"""
            <section><h2>Before and after</h2>
            <div class="wide"><table><caption>Accuracy in ONNX Runtime on {after.Accuracy.Images:N0} images, {after.Accuracy.Labels:N0} labels of <code>{after.Accuracy.Split}</code>{Test(
                after.Test
            )}. Latency for one image, {latency.Threads} {(
                latency.Threads == 1 ? "thread" : "threads"
            )}, medians of {latency.Rounds} rounds in turns, {latency.Machine}.</caption>
            <thead><tr><th scope="col">measure</th><th scope="col" class="n">dense</th><th scope="col" class="n">pruned</th><th scope="col" class="n">change</th><th scope="col">gates</th></tr></thead>
            <tbody>{Markup.Join(rows)}</tbody></table></div></section>

            """
        );
    }

    private static Markup Test(AccuracyReport? test) =>
        test is null
            ? Markup.Empty
            : Markup.Of(
                $"; {test.Images:N0} images, {test.Labels:N0} labels of <code>test</code> for information: no "
                    + $"gate, training or planning sees them"
            );

    private static IEnumerable<Markup> Accuracy(
        RunReport report,
        AccuracyReport before,
        AccuracyReport after,
        bool isGated
    )
    {
        (string Metric, string Name, double? Before, double? After)[] rows =
        [
            ("mAP50", "mAP50", before.Metrics.Map50, after.Metrics.Map50),
            ("mAP50-95", "mAP50-95", before.Metrics.Map5095, after.Metrics.Map5095),
            ("Precision", "precision", before.Metrics.Precision, after.Metrics.Precision),
            ("Recall", "recall", before.Metrics.Recall, after.Metrics.Recall),
        ];
        return rows.Select(row =>
            Row(
                $"{row.Name} ({after.Split})",
                ReportNumbers.Metric(row.Before),
                ReportNumbers.Metric(row.After),
                row.After - row.Before is { } change
                    ? change.ToString("+0.0000;−0.0000;0", CultureInfo.InvariantCulture)
                    : "",
                isGated ? GatesOn(report, row.Metric) : Markup.Empty
            )
        );
    }

    private static Markup Cost(RunReport report, string? metric, string name, long before, long after) =>
        Row(
            name,
            Count(before),
            Count(after),
            before == 0 ? "" : ((double)after / before - 1).ToString("+0.0 %;−0.0 %;0 %", CultureInfo.InvariantCulture),
            metric is null ? Markup.Empty : GatesOn(report, metric)
        );

    private static Markup Row(string name, string before, string after, string change, Markup gates) =>
        Markup.Of(
            $"""<tr><th scope="row">{name}</th><td class="n">{before}</td><td class="n">{after}</td><td class="n">{change}</td><td>{gates}</td></tr>"""
        );

    private static Markup GatesOn(RunReport report, string metric) =>
        Markup.Join(
            report
                .Gates.Where(gate => gate.Metric == metric)
                .Select(gate =>
                    Markup.Of($"""{Verdict.Of(gate)} <span class="bound">{GateText.Bounds(gate)}</span> """)
                )
        );

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
