using System.Collections.Immutable;
using Pruning.Data;

namespace Pruning.Training.Anchors;

/// <summary>
/// A labelled box's width and height in pixels of the network input, as training sees it before augmentation.
/// </summary>
internal readonly record struct BoxSize(double Width, double Height)
{
    // The original looks at each image a little larger or smaller.
    private const double Jitter = 0.1;

    /// <summary>Every box of a split, with each image's long side at about the image size.</summary>
    /// <param name="seed">Of the few per cent by which the images' sizes vary; null: none.</param>
    public static ImmutableArray<BoxSize> Collect(DatasetSplit split, int imageSize, long? seed)
    {
        var sizes = ImmutableArray.CreateBuilder<BoxSize>(split.LabelCount);
        for (var index = 0; index < split.Images.Length; index++)
        {
            var image = split.Images[index];
            var jitter = seed is { } start ? new CounterRandom(start, 0, index).Uniform(1 - Jitter, 1 + Jitter) : 1;
            var gain = jitter * imageSize / Math.Max(image.Size.Width, image.Size.Height);
            sizes.AddRange(
                image.Labels.Select(label => new BoxSize(
                    label.Width * image.Size.Width * gain,
                    label.Height * image.Size.Height * gain
                ))
            );
        }

        return sizes.ToImmutable();
    }
}
