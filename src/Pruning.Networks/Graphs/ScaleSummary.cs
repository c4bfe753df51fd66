using System.Collections.Immutable;

namespace Pruning.Graphs;

/// <summary>How a batch norm's scales are spread: small ones mark channels that matter little.</summary>
/// <param name="Minimum">Smallest magnitude.</param>
/// <param name="Median">The middle magnitude.</param>
/// <param name="Maximum">Largest magnitude.</param>
/// <param name="Histogram">Channels in each of equal ranges from 0 to the network's largest magnitude.</param>
public sealed record ScaleSummary(float Minimum, float Median, float Maximum, ImmutableArray<int> Histogram)
{
    public const int Bins = 10;

    /// <param name="values">At least one.</param>
    /// <param name="networkMaximum">The upper end of the histogram, so that layers compare.</param>
    public static ScaleSummary Measure(ReadOnlySpan<float> values, float networkMaximum)
    {
        var sorted = new float[values.Length];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = MathF.Abs(values[i]);
        Array.Sort(sorted);
        var counts = new int[Bins];
        foreach (var value in sorted)
            counts[Math.Clamp((int)(value / Math.Max(networkMaximum, float.Epsilon) * Bins), 0, Bins - 1)]++;
        return new ScaleSummary(sorted[0], sorted[sorted.Length / 2], sorted[^1], [.. counts]);
    }
}
