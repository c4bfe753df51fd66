using System.Globalization;

namespace Pruning.Reporting;

/// <summary>What a run came to, in a line.</summary>
public static class RunSentence
{
    /// <summary><c>Detector: mAP50-95 0.6095 (dense 0.5975), FLOPs -50 %, latency x 0.53; 3 gates passed</c>.</summary>
    public static string Of(RunReport report) => $"{report.Name}: {Figures(report)}";

    /// <summary>The same without the name.</summary>
    public static string Figures(RunReport report)
    {
        var (before, after) = (report.Baseline, report.Model);
        var failed = report.Gates.Count(gate => !gate.Passed);
        var gates =
            report.Gates.Length == 0 ? "no gates"
            : failed == 0 ? $"{Count(report.Gates.Length)} passed"
            : $"{failed} of {Count(report.Gates.Length)} failed";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"mAP50-95 {ReportNumbers.Metric(after.Accuracy.Metrics.Map5095)} (dense "
                + $"{ReportNumbers.Metric(before.Accuracy.Metrics.Map5095)}), FLOPs "
                + $"{Change(before.Summary.Flops, after.Summary.Flops)}, latency x {report.Latency.Ratio:0.00}; {gates}"
        );
    }

    private static string Count(int gates) => gates == 1 ? "1 gate" : $"{gates} gates";

    private static string Change(long before, long after) =>
        before == 0 ? "?" : (((double)after / before) - 1).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture);
}
