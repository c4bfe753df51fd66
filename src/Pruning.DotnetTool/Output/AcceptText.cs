using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation.Gates;

namespace Pruning.DotnetTool.Output;

/// <summary>An accepted baseline for people.</summary>
internal static class AcceptText
{
    public static void Write(TextWriter writer, AcceptOutput accepted)
    {
        var before = accepted.Changes?.Rows.ToDictionary(row => row.Metric, row => row.Locked) ?? [];
        var table = new TextTable("metric", "before", "locked now");
        foreach (var (metric, value) in accepted.Baseline.Metrics)
            table.Add(metric, before.TryGetValue(metric, out var old) ? LockedComparison.Show(metric, old) : "-", LockedComparison.Show(metric, value));
        if (accepted.Baseline.Latency is { } latency)
            table.Add("LatencyRatio", "-", string.Create(CultureInfo.InvariantCulture, $"{latency.Ratio:0.000} ({latency.Low:0.000} to {latency.High:0.000})"));
        table.Write(writer);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Measured on {accepted.Baseline.Images} images of '{accepted.Baseline.Split}'. Commit {accepted.Path}"));
    }
}
