using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation.Gates;

namespace Pruning.DotnetTool.Output;

/// <summary>An accepted baseline for people.</summary>
internal static class AcceptText
{
    private static readonly string Ratio = new GateMetric(GateMetricKind.LatencyRatio).Name;

    public static void Write(TextWriter writer, AcceptOutput accepted)
    {
        var before = accepted.Changes?.Rows.ToDictionary(row => row.Metric, row => row.Locked) ?? [];
        var held = accepted.Held.ToDictionary(one => one.Metric, one => one.Drop);
        var table = new TextTable("metric", "before", "locked now", "shows a drop of");
        foreach (var (metric, value) in accepted.Baseline.Metrics)
            table.Add(
                metric,
                Before(metric),
                LockedComparison.Show(metric, value),
                held.TryGetValue(metric, out var drop) ? drop.ToString("0.000", CultureInfo.InvariantCulture) : ""
            );
        if (accepted.Baseline.Latency is { } latency)
            table.Add(
                Ratio,
                Before(Ratio),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{latency.Ratio:0.000} ({latency.Low:0.000} to {latency.High:0.000})"
                ),
                ""
            );
        table.Write(writer);
        var together = accepted.Pictures is { } pictures
            ? $" and {Path.GetFileName(pictures)}, which belong together"
            : "";
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Measured on {accepted.Baseline.Images} images of '{accepted.Baseline.Split}'. Commit "
                    + $"{accepted.Path}{together}."
            )
        );
        if (accepted.Pictures is null)
            writer.WriteLine(
                "So many images take more than 4 MB, and are not kept: later builds hold accuracies by the slack alone."
            );
        foreach (var words in accepted.Undo)
            writer.WriteLine($"To take it back: {words}");

        string Before(string metric) =>
            before.TryGetValue(metric, out var old) ? LockedComparison.Show(metric, old) : "-";
    }
}
