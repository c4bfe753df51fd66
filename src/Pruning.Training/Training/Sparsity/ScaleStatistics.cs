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
