using System.Globalization;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Terminal;

/// <summary>Numbers as results show them, in every culture alike.</summary>
internal static class Numbers
{
    /// <summary>A metric as a fraction with four digits; a dash where it is unknown.</summary>
    public static string Metric(double? value) => value is null ? "-" : ReportNumbers.Metric(value);

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Operations in units of 10^9.</summary>
    public static string Giga(long value) => (value / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A span of time as a clock shows it: <c>0:45</c>, <c>2:10</c>, <c>1:02:10</c>.</summary>
    public static string Clock(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    public static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
