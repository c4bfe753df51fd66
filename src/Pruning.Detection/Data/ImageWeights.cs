using System.Collections.Immutable;

namespace Pruning.Data;

/// <summary>
/// How often each image is drawn for an epoch, as YOLOv5's image weights do it: rare classes, and classes that the
/// network does not find yet, are seen more often. A class weighs (1 − its mAP50-95)² divided by its number of boxes;
/// an image weighs the sum over its boxes.
/// </summary>
internal static class ImageWeights
{
    /// <param name="accuracy">mAP50-95 a class, 0 to 1; empty before the first measurement, which counts as 0.</param>
    /// <returns>
    /// One a class: its share of the sum of 1 / boxes, times (1 − accuracy)². A class without boxes counts as one of a
    /// single box.
    /// </returns>
    public static double[] OfClasses(DatasetSplit split, ImmutableArray<double> accuracy)
    {
        var rarity = ClassTally
            .Count(split.Images, split.ClassNames.Length)
            .Select(count => 1.0 / Math.Max(1, count))
            .ToArray();
        var sum = rarity.Sum();
        return
        [
            .. rarity.Select(
                (value, index) => value / sum * Math.Pow(1 - (accuracy.IsDefaultOrEmpty ? 0 : accuracy[index]), 2)
            ),
        ];
    }

    /// <returns>One an image, in the split's order.</returns>
    public static double[] OfImages(DatasetSplit split, double[] classes) =>
        [.. split.Images.Select(image => image.Labels.Sum(label => classes[label.ClassIndex]))];

    /// <summary>Draws as many images as there are, with replacement, each in proportion to its weight.</summary>
    public static int[] Draw(double[] weights, ref CounterRandom random)
    {
        var ends = new double[weights.Length];
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            ends[i] = sum += weights[i];
        var drawn = new int[weights.Length];
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = sum > 0 ? IndexOf(ends, random.NextDouble() * sum) : random.Below(drawn.Length); // all found perfectly: any will do
        return drawn;
    }

    // The first image whose range ends behind the point; images of weight 0 have an empty range.
    private static int IndexOf(double[] ends, double point)
    {
        var (low, high) = (0, ends.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ends[middle] > point)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
