using System.Collections.Frozen;
using System.Globalization;
using Pruning.Evaluation;

namespace Pruning.Pipeline.Options;

/// <summary>
/// Numbers as people write them in a project file: <c>50%</c>, <c>2 MB</c>, <c>1.2 G</c>, <c>15 ms</c>.
/// </summary>
public static class Quantity
{
    private static readonly FrozenDictionary<string, double> CountUnits = Units(
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

    private static readonly FrozenDictionary<string, double> ByteUnits = Units(
        ("", 1),
        ("b", 1),
        ("kb", 1e3),
        ("mb", 1e6),
        ("gb", 1e9),
        ("kib", 1024),
        ("mib", 1024 * 1024),
        ("gib", 1024 * 1024 * 1024)
    );

    private static readonly FrozenDictionary<string, double> TimeUnits = Units(
        ("", 1),
        ("ms", 1),
        ("s", 1000),
        ("us", 0.001),
        ("µs", 0.001)
    );

    private static readonly FrozenDictionary<string, double> FractionUnits = Units(("", 1), ("%", 0.01));

    private static readonly FrozenDictionary<string, double> PlainUnits = Units(("", 1));

    /// <summary>How values of a kind are written, for messages and help.</summary>
    public static string Example(QuantityKind kind) =>
        kind switch
        {
            QuantityKind.Fraction => "a share such as 50% or 0.5",
            QuantityKind.Count => "a count such as 1.2 G or 900k",
            QuantityKind.Bytes => "a size such as 2 MB",
            QuantityKind.Milliseconds => "a time such as 15 ms",
            QuantityKind.Number => "a number",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>
    /// Reads a finite number and its unit; units are case-insensitive, with or without a space before them.
    /// </summary>
    /// <param name="value">In the kind's base unit: a fraction, a count, bytes, milliseconds.</param>
    public static bool TryParse(string? text, QuantityKind kind, out double value)
    {
        value = 0;
        var trimmed = (text ?? "").Trim();
        var end = trimmed.Length;
        while (end > 0 && (char.IsLetter(trimmed[end - 1]) || trimmed[end - 1] == '%'))
            end--;
        // '1e3' is a number: its tail is digits, so the loop above has not split it.
        if (!UnitsOf(kind).TryGetValue(trimmed[end..], out var factor))
            return false;
        if (
            !double.TryParse(trimmed[..end].TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return false;
        // Division by the whole number keeps 50% exactly 0.5 and 28% what 0.28 parses to.
        value = factor < 1 ? number / Math.Round(1 / factor) : number * factor;
        return double.IsFinite(value);
    }

    private static FrozenDictionary<string, double> UnitsOf(QuantityKind kind) =>
        kind switch
        {
            QuantityKind.Fraction => FractionUnits,
            QuantityKind.Count => CountUnits,
            QuantityKind.Bytes => ByteUnits,
            QuantityKind.Milliseconds => TimeUnits,
            _ => PlainUnits,
        };

    private static FrozenDictionary<string, double> Units(params (string Name, double Factor)[] units) =>
        units.ToFrozenDictionary(unit => unit.Name, unit => unit.Factor, StringComparer.OrdinalIgnoreCase);
}
