using System.Globalization;

namespace Pruning.Reporting;

/// <summary>Numbers as reports show them, in every culture alike.</summary>
public static class ReportNumbers
{
    /// <summary>A metric as a fraction with four digits.</summary>
    public static string Metric(double? value) =>
        value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "not measured";

    /// <summary>By how much a metric has become better or worse; empty where it is unknown.</summary>
    public static string MetricChange(double? before, double? after) =>
        (after - before)?.ToString("+0.0000;-0.0000;0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>By what share a cost has grown or shrunk; empty where there was none.</summary>
    public static string CostChange(long before, long after) =>
        before == 0 ? "" : (((double)after / before) - 1).ToString("+0.0%;-0.0%;0%", CultureInfo.InvariantCulture);

    /// <summary>A latency in milliseconds.</summary>
    public static string Latency(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A latency over another one.</summary>
    public static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
