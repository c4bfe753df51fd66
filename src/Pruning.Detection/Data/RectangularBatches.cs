using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// Groups images of like shape: sorted by height over width, cut into batches, each batch with the slimmest input that
/// takes its images, plus half a stride of padding. Image size S, aspect a of the batch's most demanding image: ceil(a
/// · S / stride + 0.5) · stride.
/// </summary>
internal static class RectangularBatches
{
    private const double PadInStrides = 0.5;

    public static ImmutableArray<(ImmutableArray<LabeledImage> Images, Extent Input)> Arrange(
        ImmutableArray<LabeledImage> images,
        int batchSize,
        int imageSize,
        int stride
    ) =>
        [
            .. AspectOrder
                .Sort([.. images.Select(Aspect)])
                .Select(index => images[index])
                .Chunk(batchSize)
                .Select(batch =>
                    (batch.ToImmutableArray(), InputFor(Aspect(batch[0]), Aspect(batch[^1]), imageSize, stride))
                ),
        ];

    private static double Aspect(LabeledImage image) => image.Size.Height / (double)image.Size.Width;

    private static Extent InputFor(double flattest, double tallest, int imageSize, int stride)
    {
        var (height, width) =
            tallest < 1 ? (tallest, 1.0)
            : flattest > 1 ? (1.0, 1 / flattest)
            : (1.0, 1.0);
        return new Extent(Fit(height), Fit(width));

        int Fit(double share) => (int)Math.Ceiling(share * imageSize / stride + PadInStrides) * stride;
    }
}
