using System.Globalization;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>A build's report for people: before and after, the gates, where the model is.</summary>
internal static class RunReportText
{
    public static void Write(TextWriter writer, RunReport report, OutputFolder folder)
    {
        var (before, after, latency) = (report.Baseline, report.Model, report.Latency);
        var table = new TextTable("", "baseline", "pruned", "change");
        Metric(table, $"mAP50 ({after.Accuracy.Split})", before.Accuracy.Metrics.Map50, after.Accuracy.Metrics.Map50);
        Metric(
            table,
            $"mAP50-95 ({after.Accuracy.Split})",
            before.Accuracy.Metrics.Map5095,
            after.Accuracy.Metrics.Map5095
        );
        if (before.Test is { } testBefore && after.Test is { } testAfter)
        {
            Metric(table, $"mAP50 ({testAfter.Split})", testBefore.Metrics.Map50, testAfter.Metrics.Map50);
            Metric(table, $"mAP50-95 ({testAfter.Split})", testBefore.Metrics.Map5095, testAfter.Metrics.Map5095);
        }

        Cost(table, "parameters", before.Summary.Parameters, after.Summary.Parameters);
        Cost(table, $"FLOPs at {after.Summary.ImageText}", before.Summary.Flops, after.Summary.Flops);
        Cost(table, "file size, bytes", before.Summary.FileSize, after.Summary.FileSize);
        if (after.Summary.IsSparse)
            Cost(table, "compressed, bytes", before.Summary.CompressedSize, after.Summary.CompressedSize);
        table.Add(
            "latency, ms",
            ReportNumbers.Latency(latency.BaselineMs),
            ReportNumbers.Latency(latency.ModelMs),
            string.Create(CultureInfo.InvariantCulture, $"x {latency.Ratio:0.00}")
        );
        table.Write(writer);
        if (after.Summary.IsSparse)
            writer.WriteLine(
                $"{Numbers.Count(after.Summary.Zeros)} weights are zero: they shrink the compressed file, and "
                    + $"not the latency."
            );
        if (after.Summary.Quantization is { } quantization)
            writer.WriteLine(quantization);
        foreach (var gate in report.Gates)
            writer.WriteLine($"gate {gate.Metric}: {(gate.Passed ? "passed" : gate.Message ?? "failed")}");
        if (report.Locked is { } compared)
        {
            writer.WriteLine(LockedText.Summary(compared));
            LockedTable.Write(writer, compared.Rows, "now");
        }

        writer.WriteLine(report.Passed ? folder.ModelPath : $"Failed: {FailureText.Of(report)}. No model was written.");
        writer.WriteLine(folder.MarkdownPath);
        foreach (var path in ReportFormat.All.Select(folder.PathOf).Where(File.Exists))
            writer.WriteLine(path);
    }

    private static void Metric(TextTable table, string name, double? before, double? after) =>
        table.Add(name, Numbers.Metric(before), Numbers.Metric(after), ReportNumbers.MetricChange(before, after));

    private static void Cost(TextTable table, string name, long before, long after) =>
        table.Add(name, Numbers.Count(before), Numbers.Count(after), ReportNumbers.CostChange(before, after));
}
