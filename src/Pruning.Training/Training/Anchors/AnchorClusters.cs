using System.Collections.Immutable;
using Pruning.Data;

namespace Pruning.Training.Anchors;

/// <summary>
/// K-means over box sizes (Lloyd 1982), each axis in units of its standard deviation; the best of several random
/// starts.
/// </summary>
internal static class AnchorClusters
{
    private const int Starts = 30;
    private const int MaximumRounds = 30;

    /// <returns>The clusters' centres, or null where there are not that many different boxes.</returns>
    public static BoxSize[]? Find(ImmutableArray<BoxSize> boxes, int count, ref CounterRandom random)
    {
        if (boxes.Distinct().Take(count).Count() < count)
            return null;
        var unit = new BoxSize(Deviation(boxes.Select(box => box.Width)), Deviation(boxes.Select(box => box.Height)));
        var points = boxes.Select(box => new BoxSize(box.Width / unit.Width, box.Height / unit.Height)).ToArray();
        (BoxSize[] Centres, double Distance) best = ([], double.PositiveInfinity);
        for (var start = 0; start < Starts; start++)
        {
            var found = Cluster(points, DrawDistinct(points, count, ref random));
            if (found.Distance < best.Distance)
                best = found;
        }

        return [.. best.Centres.Select(centre => new BoxSize(centre.Width * unit.Width, centre.Height * unit.Height))];
    }

    private static (BoxSize[] Centres, double Distance) Cluster(BoxSize[] points, BoxSize[] centres)
    {
        var last = double.PositiveInfinity;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var distance = Improve(points, centres);
            if (distance >= last)
                break;
            last = distance;
        }

        return (centres, last);
    }

    /// <summary>
    /// Moves each centre to the middle of the points that are nearest to it; a centre without points stays.
    /// </summary>
    /// <returns>The sum of the squared distances before the move.</returns>
    private static double Improve(BoxSize[] points, BoxSize[] centres)
    {
        var sums = new (double Width, double Height, int Count)[centres.Length];
        var total = 0.0;
        foreach (var point in points)
        {
            var (nearest, distance) = Nearest(point, centres);
            total += distance;
            var sum = sums[nearest];
            sums[nearest] = (sum.Width + point.Width, sum.Height + point.Height, sum.Count + 1);
        }

        for (var i = 0; i < centres.Length; i++)
        {
            if (sums[i].Count > 0)
                centres[i] = new BoxSize(sums[i].Width / sums[i].Count, sums[i].Height / sums[i].Count);
        }

        return total;
    }

    private static (int Index, double Distance) Nearest(BoxSize point, BoxSize[] centres)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < centres.Length; i++)
        {
            var (x, y) = (point.Width - centres[i].Width, point.Height - centres[i].Height);
            var distance = (x * x) + (y * y);
            if (distance < least)
                (best, least) = (i, distance);
        }

        return (best, least);
    }

    private static BoxSize[] DrawDistinct(BoxSize[] points, int count, ref CounterRandom random)
    {
        var drawn = new HashSet<BoxSize>();
        while (drawn.Count < count)
            drawn.Add(points[random.Below(points.Length)]);
        return [.. drawn];
    }

    // 1 where all are equal: an axis on which nothing differs separates nothing.
    private static double Deviation(IEnumerable<double> values)
    {
        var list = values.ToArray();
        var mean = list.Average();
        var deviation = Math.Sqrt(list.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? deviation : 1;
    }
}
