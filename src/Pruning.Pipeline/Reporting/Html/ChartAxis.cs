namespace Pruning.Reporting.Html;

/// <summary>A chart's axis.</summary>
/// <param name="Label">What it shows, with its unit.</param>
/// <param name="IsWhole">Whether only whole numbers are marked.</param>
internal sealed record ChartAxis(string Label, double Minimum, double Maximum, bool IsWhole = false)
{
    private const int Wanted = 5;

    /// <summary>0 to 1.</summary>
    public static ChartAxis Fraction(string label) => new(label, 0, 1);

    /// <summary>0 to 1 for <paramref name="value"/>.</summary>
    public double Place(double value) =>
        Maximum > Minimum ? Math.Clamp((value - Minimum) / (Maximum - Minimum), 0, 1) : 0.5;

    /// <summary>Round numbers inside, at most a handful.</summary>
    public IEnumerable<double> Ticks()
    {
        var step = Step();
        for (var at = Math.Ceiling(Minimum / step); at * step <= Maximum + step * 1e-9; at++)
            yield return at * step;
    }

    private double Step()
    {
        var span = Maximum - Minimum;
        if (!(span > 0))
            return Math.Max(1, Math.Abs(Minimum));
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / Wanted)));
        var step = power * new[] { 1.0, 2, 5, 10 }.First(factor => span / (factor * power) <= Wanted);
        return IsWhole ? Math.Max(1, step) : step;
    }
}
