using Pruning.Graphs;
using Pruning.Numerics;

namespace Pruning.Data;

/// <summary>Draws the images on which a model's values are looked at before it is quantized.</summary>
public static class CalibrationDraw
{
    /// <param name="split">Training images: what a model is judged by must not choose its ranges.</param>
    /// <param name="count">At most so many; all where there are no more.</param>
    /// <param name="seed">The same seed draws the same images, and a smaller count some of a larger one's.</param>
    public static DatasetSplit Draw(DatasetSplit split, int count, int seed) =>
        split with
        {
            Images =
            [
                .. split
                    .Images.Select(
                        (image, index) =>
                            (Image: image, Key: SplitMix64.Mix((ulong)seed + (SplitMix64.Golden * ((ulong)index + 1))))
                    )
                    .OrderBy(drawn => drawn.Key)
                    .Take(count)
                    .Select(drawn => drawn.Image),
            ],
        };

    /// <summary>Drawn images as a model sees them, one at a time; the same ones at each call.</summary>
    public static IEnumerable<ImageBatch> Pictures(DatasetSplit drawn, Extent size, CancellationToken cancellation) =>
        new EvaluationLoader(drawn, new EvaluationLoaderOptions { Input = size, BatchSize = 1 }).Batches(cancellation);
}
