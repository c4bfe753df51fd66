namespace Pruning.Training.Sparsity;

/// <summary>
/// How the penalised channels' strengths lie (magnitudes of BatchNorm scales, or norms of channels' weights): whether
/// they separate.
/// </summary>
/// <param name="Lower">The tenth percentile.</param>
/// <param name="Upper">The ninetieth percentile.</param>
/// <param name="NearZero">The share below a hundredth of <paramref name="Upper"/>.</param>
/// <param name="Separation">How far the channels that are to go are from those that stay, from 0 to 1.</param>
/// <param name="Weight">The penalty's in the last step, as a term of the loss.</param>
public sealed record ScaleStatistics(
    double Lower,
    double Median,
    double Upper,
    double NearZero,
    double Separation = 0,
    double Weight = 0
)
{
    public static ScaleStatistics Measure(IEnumerable<float> scales)
    {
        var sorted = scales.Select(scale => Math.Abs((double)scale)).Order().ToArray();
        if (sorted.Length == 0)
            return new ScaleStatistics(0, 0, 0, 0);
        var upper = At(sorted, 0.9);
        var small = sorted.Count(scale => scale < upper / 100);
        return new ScaleStatistics(At(sorted, 0.1), At(sorted, 0.5), upper, (double)small / sorted.Length);
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}

/// <summary>
/// How far the channels that are to go have separated from those that stay: 1 − their mean strength over that of the
/// others, averaged over the groups that lose any. 0: they are as strong; 1: nothing is left of them.
/// </summary>
internal static class Separation
{
    /// <param name="strengths">Of each channel, by group.</param>
    /// <param name="wanted">Which are to go, by group.</param>
    public static double Measure(
        IReadOnlyDictionary<string, float[]> strengths,
        IReadOnlyDictionary<string, int[]> wanted
    )
    {
        var shares = wanted
            .Where(pair => pair.Value.Length > 0)
            .Select(pair => Measure(strengths[pair.Key], [.. pair.Value]))
            .ToList();
        return shares.Count == 0 ? 0 : shares.Average();
    }

    private static double Measure(float[] strengths, HashSet<int> wanted)
    {
        var going = strengths.Where((_, channel) => wanted.Contains(channel)).Average(strength => (double)strength);
        var staying = strengths
            .Where((_, channel) => !wanted.Contains(channel))
            .Select(strength => (double)strength)
            .DefaultIfEmpty(0)
            .Average();
        return going == 0 ? 1
            : staying == 0 ? 0
            : Math.Clamp(1 - (going / staying), 0, 1);
    }
}
