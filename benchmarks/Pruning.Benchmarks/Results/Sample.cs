using Pruning.Evaluation;

namespace Pruning.Benchmarks.Results;

/// <summary>
/// Repetitions of one measurement: a quantity moves with the machine's load, so a single one says little.
/// </summary>
/// <param name="Median">Half of the repetitions are below.</param>
/// <param name="Low">The lower quartile, or the lower end of an interval.</param>
/// <param name="High">The upper quartile, or the upper end of an interval.</param>
/// <param name="Count">Repetitions.</param>
internal sealed record Sample(double Median, double Low, double High, int Count)
{
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Sample Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("A sample has at least one value.", nameof(values));
        return new Sample(
            Quantiles.At(sorted, 0.5),
            Quantiles.At(sorted, 0.25),
            Quantiles.At(sorted, 0.75),
            sorted.Length
        );
    }

    public static Sample Single(double value) => new(value, value, value, 1);
}
