using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Pipeline.Tuning;

/// <summary>The values that a search may give a parameter, on an axis of its own.</summary>
internal abstract record ParameterDomain
{
    /// <summary>The value, as a user would write it, at a place on the axis.</summary>
    public abstract string ValueAt(double place);

    /// <summary>Where a value stands on the axis; NaN for one that is none of the domain's.</summary>
    public abstract double PlaceOf(string value);
}

/// <summary>Numbers between two ends. The axis goes from 0 to 1.</summary>
/// <param name="IsLogarithmic">Whether equal steps on the axis are equal ratios.</param>
/// <param name="IsWhole">Whether only whole numbers are taken.</param>
internal sealed record NumberRange(double Minimum, double Maximum, bool IsLogarithmic, bool IsWhole = false)
    : ParameterDomain
{
    // Nobody can tell apart trainings whose rates differ by less.
    private const int Digits = 4;

    public override string ValueAt(double place)
    {
        var (low, high) = (OnAxis(Minimum), OnAxis(Maximum));
        var value = low + (Math.Clamp(place, 0, 1) * (high - low));
        value = IsLogarithmic ? Math.Exp(value) : value;
        return Text(Math.Clamp(IsWhole ? Math.Round(value) : Rounded(value), Minimum, Maximum));
    }

    public override double PlaceOf(string value)
    {
        // What lies outside, such as a default that somebody searches beside, is nearest to an end.
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return double.NaN;
        var (low, high) = (OnAxis(Minimum), OnAxis(Maximum));
        return high > low ? (OnAxis(Math.Clamp(number, Minimum, Maximum)) - low) / (high - low) : 0;
    }

    /// <summary>A number as a project or a yaml has it: without an exponent.</summary>
    public static string Text(double value) =>
        ((decimal)value).ToString("0.############################", CultureInfo.InvariantCulture);

    private double OnAxis(double value) => IsLogarithmic ? Math.Log(value) : value;

    private static double Rounded(double value)
    {
        if (value == 0)
            return 0;
        var power = Math.Pow(10, Digits - 1 - Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value * power) / power;
    }
}

/// <summary>A few values without an order. The axis has one whole number for each.</summary>
internal sealed record ValueChoices(ImmutableArray<string> Values) : ParameterDomain
{
    public override string ValueAt(double place) => Values[(int)Math.Clamp(Math.Round(place), 0, Values.Length - 1)];

    public override double PlaceOf(string value)
    {
        for (var index = 0; index < Values.Length; index++)
        {
            if (IsSame(Values[index], value))
                return index;
        }

        return double.NaN;
    }

    // 0.50 and .5 are the same number, and names ignore case.
    private static bool IsSame(string left, string right) =>
        double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var first)
        && double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var second)
            ? first.Equals(second)
            : string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
