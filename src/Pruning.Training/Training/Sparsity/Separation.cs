namespace Pruning.Training.Sparsity;

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
