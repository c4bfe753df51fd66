using System.Globalization;

namespace Pruning.Reporting;

/// <summary>A gate's numbers for people.</summary>
internal static class GateText
{
    /// <summary>Such as <c>at least 0.48, drop at most 0.03</c>.</summary>
    public static string Bounds(GateReport gate)
    {
        var bounds = new List<string>();
        if (gate.Minimum is { } minimum)
            bounds.Add($"at least {Number(minimum)}");
        if (gate.Maximum is { } maximum)
            bounds.Add($"at most {Number(maximum)}");
        if (gate.MaximumDrop is { } drop)
            bounds.Add($"drop at most {Number(drop)}");
        return string.Join(", ", bounds);
    }

    public static string Number(double? value) =>
        value switch
        {
            null => "not measured",
            >= 1000 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
            _ => value.Value.ToString("0.####", CultureInfo.InvariantCulture),
        };
}
