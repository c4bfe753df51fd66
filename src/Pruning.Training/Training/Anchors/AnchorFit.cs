using Pruning.Graphs;

namespace Pruning.Training.Anchors;

/// <summary>How well anchors suit boxes.</summary>
/// <param name="BestPossibleRecall">
/// The share of boxes that at least one anchor takes: the others cannot be learnt.
/// </param>
/// <param name="AnchorsPerBox">How many anchors take a box, on average.</param>
/// <param name="Fitness">
/// The mean over all boxes of how near the nearest anchor comes, 0 where none takes the box: what the evolution raises.
/// </param>
internal readonly record struct AnchorFit(double BestPossibleRecall, double AnchorsPerBox, double Fitness)
{
    /// <param name="ratio">An anchor takes a box when neither side differs by this factor (<c>anchor_t</c>).</param>
    public static AnchorFit Measure(ReadOnlySpan<Anchor> anchors, ReadOnlySpan<BoxSize> boxes, double ratio)
    {
        var least = 1 / ratio;
        var (taken, takers, fitness) = (0L, 0L, 0.0);
        foreach (var box in boxes)
        {
            var best = 0.0;
            foreach (var anchor in anchors)
            {
                var near = Nearness(anchor, box);
                best = Math.Max(best, near);
                if (near > least)
                    takers++;
            }

            if (best <= least)
                continue;
            taken++;
            fitness += best;
        }

        double count = Math.Max(1, boxes.Length);
        return new AnchorFit(taken / count, takers / count, fitness / count);
    }

    /// <summary>
    /// 1 for equal sizes; otherwise the smaller side over the larger one, of width or height, whichever differs more.
    /// </summary>
    private static double Nearness(Anchor anchor, BoxSize box)
    {
        var width = box.Width / anchor.Width;
        var height = box.Height / anchor.Height;
        return Math.Min(Math.Min(width, 1 / width), Math.Min(height, 1 / height));
    }
}
