using System.Globalization;

namespace Pruning.DotnetTool.Terminal;

/// <summary>Numbers as results show them, in every culture alike.</summary>
internal static class Numbers
{
    /// <summary>A metric as a fraction with four digits; a dash where it is unknown.</summary>
    public static string Metric(double? value) => value is { } known ? known.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Operations in units of 10^9.</summary>
    public static string Giga(long value) => (value / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    public static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
