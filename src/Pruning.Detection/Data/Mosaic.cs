using System.Runtime.InteropServices;

namespace Pruning.Data;

/// <summary>
/// Four images around a random centre of a canvas twice as large as the training image; what does not fit is cut off.
/// </summary>
internal static class Mosaic
{
    /// <summary>Fills the canvas and the list of labels on it.</summary>
    /// <param name="canvas">2S × 2S.</param>
    /// <param name="labels">What it holds is dropped.</param>
    /// <param name="first">The image that the mosaic is made for; three others are drawn.</param>
    /// <param name="buffer">Takes images that the cache does not keep.</param>
    public static void Compose(
        BgrImage canvas,
        List<PixelLabel> labels,
        DatasetSplit split,
        ImageCache cache,
        int first,
        PictureBuffer buffer,
        ref CounterRandom random
    )
    {
        var side = canvas.Size.Height;
        var size = side / 2;
        var centreY = (int)random.Uniform(size / 2, side - size / 2);
        var centreX = (int)random.Uniform(size / 2, side - size / 2);
        Span<int> indices =
        [
            first,
            random.Below(split.Images.Length),
            random.Below(split.Images.Length),
            random.Below(split.Images.Length),
        ];
        random.Shuffle(indices);
        canvas.Pixels.Fill(Letterbox.PadValue);
        labels.Clear();
        for (var tile = 0; tile < indices.Length; tile++)
        {
            var image = cache.Get(indices[tile], buffer).Fitted;
            // Tiles: left above, right above, left below, right below; each touches the centre with one corner.
            var left = tile % 2 == 0 ? centreX - image.Size.Width : centreX;
            var top = tile < 2 ? centreY - image.Size.Height : centreY;
            Copy(image, canvas, left, top);
            PixelLabel.AddTo(labels, split.Images[indices[tile]], image.Size.Width, image.Size.Height, left, top);
        }

        foreach (ref var label in CollectionsMarshal.AsSpan(labels))
            label = label.Clipped(side, side);
    }

    private static void Copy(BgrImage image, BgrImage canvas, int left, int top)
    {
        var (firstX, lastX) = (Math.Max(0, -left), Math.Min(image.Size.Width, canvas.Size.Width - left));
        var (firstY, lastY) = (Math.Max(0, -top), Math.Min(image.Size.Height, canvas.Size.Height - top));
        if (firstX >= lastX)
            return;
        for (var y = firstY; y < lastY; y++)
        {
            var from = image.Pixels.Slice(3 * (y * image.Size.Width + firstX), 3 * (lastX - firstX));
            from.CopyTo(canvas.Pixels[(3 * ((top + y) * canvas.Size.Width + left + firstX))..]);
        }
    }
}
