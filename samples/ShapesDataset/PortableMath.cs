namespace ShapesDataset;

/// <summary>
/// Functions made of additions and multiplications only. IEEE 754 fixes their results to the bit; those of <see cref="Math.Sin"/> come
/// from the machine's C library and differ in the last digit.
/// </summary>
internal static class PortableMath
{
    /// <param name="turns">1 is a full turn.</param>
    public static (double Sin, double Cos) SinCos(double turns)
    {
        turns -= Math.Floor(turns);
        var quarter = (int)(turns * 4);
        var x = (turns - (quarter / 4.0)) * (2 * Math.PI);
        var (sin, cos) = (Series(x, x, 1), Series(x, 1, 0));
        return quarter switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>Nearly 2 to the power of <paramref name="x"/>: within one per cent, for x of at least 0.</summary>
    public static double Doubled(double x)
    {
        var whole = (int)x;
        var rest = x - whole;
        return (1 << whole) * (1 + (rest * (0.6565 + (0.3435 * rest))));
    }

    // The Taylor series that starts with a term of the given power: good to 1e-12 up to a quarter turn.
    private static double Series(double x, double term, int power)
    {
        var sum = term;
        for (var next = power + 1; next < power + 18; next += 2)
        {
            term *= -x * x / (next * (next + 1));
            sum += term;
        }

        return sum;
    }
}
