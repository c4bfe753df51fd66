using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Evaluation;

/// <summary>
/// What a number measures: how people write it in a project file (<c>50%</c>, <c>2 MB</c>, <c>1.2 G</c>,
/// <c>15 ms</c>), and how reports show it.
/// </summary>
public sealed class QuantityKind
{
    private readonly FrozenDictionary<string, double> _units;
    private readonly Func<double, string> _show;

    /// <param name="example">How values are written, for messages and help.</param>
    /// <param name="show">A value in the base unit, as reports show it.</param>
    /// <param name="units">What may stand behind a number, and what it is in the base unit.</param>
    private QuantityKind(string example, Func<double, string> show, params (string Name, double Factor)[] units)
    {
        Example = example;
        _show = show;
        _units = units.ToFrozenDictionary(unit => unit.Name, unit => unit.Factor, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A share, written <c>50%</c> or <c>0.5</c>.</summary>
    public static QuantityKind Fraction { get; } = new("a share such as 50% or 0.5", Rounded, ("", 1), ("%", 0.01));

    /// <summary>A count or a rate of operations: <c>1.2 G</c>, <c>900k</c>, <c>1200000</c>.</summary>
    public static QuantityKind Count { get; } =
        new(
            "a count such as 1.2 G or 900k",
            Whole,
            ("", 1),
            ("k", 1e3),
            ("m", 1e6),
            ("g", 1e9),
            ("t", 1e12),
            ("flops", 1),
            ("kflops", 1e3),
            ("mflops", 1e6),
            ("gflops", 1e9),
            ("tflops", 1e12)
        );

    /// <summary>Bytes: <c>2 MB</c> is 2,000,000, <c>2 MiB</c> is 2,097,152.</summary>
    public static QuantityKind Bytes { get; } =
        new(
            "a size such as 2 MB",
            value => Whole(value) + " bytes",
            ("", 1),
            ("b", 1),
            ("kb", 1e3),
            ("mb", 1e6),
            ("gb", 1e9),
            ("kib", 1024),
            ("mib", 1024 * 1024),
            ("gib", 1024 * 1024 * 1024)
        );

    /// <summary>Milliseconds: <c>15 ms</c>, <c>800 us</c>, <c>0.2 s</c>; without a unit, milliseconds.</summary>
    public static QuantityKind Milliseconds { get; } =
        new(
            "a time such as 15 ms",
            value => value.ToString("0.###", CultureInfo.InvariantCulture) + " ms",
            ("", 1),
            ("ms", 1),
            ("s", 1000),
            ("us", 0.001),
            ("µs", 0.001)
        );

    /// <summary>A plain number.</summary>
    public static QuantityKind Number { get; } = new("a number", Rounded, ("", 1));

    /// <summary>All that there are.</summary>
    public static ImmutableArray<QuantityKind> All { get; } = [Fraction, Count, Bytes, Milliseconds, Number];

    /// <summary>How values are written, for messages and help.</summary>
    public string Example { get; }

    /// <summary>A value with its unit, as reports and messages show it.</summary>
    /// <param name="value">In the base unit: a fraction, a count, bytes, milliseconds.</param>
    public string Format(double value) => double.IsFinite(value) ? _show(value) : "not a number";

    /// <summary>
    /// Reads a finite number and its unit; units are case-insensitive, with or without a space before them.
    /// </summary>
    /// <param name="value">In the base unit.</param>
    public bool TryParse(string? text, out double value)
    {
        value = 0;
        var trimmed = (text ?? "").Trim();
        var end = trimmed.Length;
        while (end > 0 && (char.IsLetter(trimmed[end - 1]) || trimmed[end - 1] == '%'))
            end--;
        // '1e3' is a number: its tail is digits, so the loop above has not split it.
        if (!_units.TryGetValue(trimmed[end..], out var factor))
            return false;
        if (
            !double.TryParse(trimmed[..end].TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return false;
        // Division by the whole number keeps 50% exactly 0.5 and 28% what 0.28 parses to.
        value = factor < 1 ? number / Math.Round(1 / factor) : number * factor;
        return double.IsFinite(value);
    }

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rounded(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
