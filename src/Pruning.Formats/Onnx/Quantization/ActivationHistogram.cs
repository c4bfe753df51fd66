namespace Pruning.Onnx.Quantization;

/// <summary>How often an activation takes which value, in bins of one width.</summary>
/// <param name="least">Of all values that will be added; finite.</param>
/// <param name="largest">Likewise.</param>
public sealed class ActivationHistogram(float least, float largest)
{
    private const int Bins = 2048;

    // A few outliers are cut off, so that the others have finer steps.
    private const double Kept = 0.9999;

    // Lower bounds that are tried before a SiLU.
    private const int Trials = 64;

    private readonly long[] _counts = new long[Bins];
    private readonly double _width = ((double)largest - least) / Bins;

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        // All are the same value then.
        if (_width <= 0)
        {
            _counts[0] += values.Length;
            return;
        }

        var (origin, perUnit) = (least, (float)(1 / _width));
        foreach (var value in values)
            _counts[Math.Clamp((int)((value - origin) * perUnit), 0, Bins - 1)]++;
    }

    /// <summary>Has all values but the rarest 0.01 % at either end.</summary>
    public AffineRange Range() => AffineRange.Covering(Low(), High());

    /// <summary>
    /// The same for values that a SiLU reads, which flattens what is far below 0: the lower bound is the one with which
    /// the SiLU's output changes least, in squares.
    /// </summary>
    public AffineRange RangeBeforeSilu()
    {
        var (high, best, error) = (High(), Range(), double.PositiveInfinity);
        for (var trial = 0; trial <= Trials; trial++)
        {
            var range = AffineRange.Covering(Math.Min(least, 0) * (1 - ((float)trial / Trials)), high);
            if (SiluError(range) is var tried && tried < error)
                (best, error) = (range, tried);
        }

        return best;
    }

    private double SiluError(AffineRange range)
    {
        var sum = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] == 0)
                continue;
            var value = least + ((bin + 0.5) * _width);
            var change = Silu(range.Restore(value)) - Silu(value);
            sum += _counts[bin] * change * change;
        }

        return sum;
    }

    private static double Silu(double value) => value / (1 + Math.Exp(-value));

    private float High()
    {
        var (left, bin) = (Rare(), Bins);
        while (bin > 0 && (left -= _counts[bin - 1]) >= 0)
            bin--;
        return (float)(least + (bin * _width));
    }

    private float Low()
    {
        var (left, bin) = (Rare(), 0);
        while (bin < Bins - 1 && (left -= _counts[bin]) >= 0)
            bin++;
        return (float)(least + (bin * _width));
    }

    private long Rare() => (long)(_counts.Sum() * (1 - Kept));
}
