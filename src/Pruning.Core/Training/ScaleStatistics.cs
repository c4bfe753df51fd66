namespace Pruning.Training;

/// <summary>How the magnitudes of the penalised BatchNorm scales lie: whether they separate.</summary>
/// <param name="Lower">The tenth percentile.</param>
/// <param name="Upper">The ninetieth percentile.</param>
/// <param name="NearZero">The share below a hundredth of <paramref name="Upper"/>.</param>
public sealed record ScaleStatistics(double Lower, double Median, double Upper, double NearZero)
{
    public static ScaleStatistics Of(IEnumerable<float> scales)
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
