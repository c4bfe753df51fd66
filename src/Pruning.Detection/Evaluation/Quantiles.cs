namespace Pruning.Evaluation;

/// <summary>Quantiles by linear interpolation between order statistics.</summary>
internal static class Quantiles
{
    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="share">0 to 1; 0.5 is the median.</param>
    public static double At(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
