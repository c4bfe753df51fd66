namespace Pruning.Benchmarks.Results;

/// <summary>How a cost grows with a number.</summary>
internal static class Growth
{
    /// <summary>The exponent between two points: 1 is linear, 2 quadratic, less than 1 has a fixed part.</summary>
    public static double Exponent((double Number, double Cost) small, (double Number, double Cost) large) =>
        Math.Log(large.Cost / small.Cost) / Math.Log(large.Number / small.Number);

    /// <summary>The slope of the straight line that lies closest, in squares.</summary>
    /// <param name="values">At 0, 1, 2 …; at least two.</param>
    public static double Slope(IReadOnlyList<double> values)
    {
        var (middle, mean) = ((values.Count - 1) / 2.0, values.Average());
        var products = values.Select((value, index) => (index - middle) * (value - mean)).Sum();
        return products / Enumerable.Range(0, values.Count).Sum(index => (index - middle) * (index - middle));
    }
}
