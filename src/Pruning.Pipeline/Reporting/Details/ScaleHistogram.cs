using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Reporting.Details;

/// <summary>
/// Magnitudes of all BatchNorm scales before and after sparse training, in bins of one width from 0 on.
/// </summary>
/// <param name="BinWidth">Of each bin; the last also holds what is larger.</param>
/// <param name="Before">Scales a bin.</param>
/// <param name="After">Scales a bin.</param>
public sealed record ScaleHistogram(double BinWidth, ImmutableArray<int> Before, ImmutableArray<int> After)
{
    private const int Bins = 40;

    // The few largest would squeeze all others into the first bins.
    private const double Shown = 0.99;

    /// <summary>Null where a network has no BatchNorm, as one whose norms are folded.</summary>
    public static ScaleHistogram? Count(Network before, Network after) => Count(ScalesOf(before), ScalesOf(after));

    internal static ScaleHistogram? Count(double[] before, double[] after)
    {
        if (before.Length == 0 || after.Length == 0)
            return null;
        var largest = Math.Max(before[(int)(Shown * (before.Length - 1))], after[(int)(Shown * (after.Length - 1))]);
        var width = largest > 0 && double.IsFinite(largest) ? largest / Bins : 1.0 / Bins;
        return new ScaleHistogram(width, Count(before, width), Count(after, width));
    }

    private static double[] ScalesOf(Network network) =>
        [
            .. network
                .Graph.Nodes.OfType<BatchNormNode>()
                .SelectMany(node => network.Parameters[$"{node.Name}.weight"].Values)
                .Select(scale => Math.Abs((double)scale))
                .Where(double.IsFinite)
                .Order(),
        ];

    private static ImmutableArray<int> Count(double[] scales, double width)
    {
        var counts = new int[Bins];
        foreach (var scale in scales)
            counts[Math.Min(Bins - 1, (int)Math.Min(scale / width, Bins))]++;
        return [.. counts];
    }
}
