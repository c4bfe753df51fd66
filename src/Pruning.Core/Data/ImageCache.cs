using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>A split's images, decoded and brought to size, kept in memory as far as a budget goes. Safe for several threads.</summary>
internal sealed class ImageCache(DatasetSplit split, int imageSize, long budgetBytes)
{
    private readonly CachedImage?[] _images = new CachedImage?[split.Images.Length];
    private long _bytes;

    /// <summary>The image with its long side at the image size.</summary>
    public CachedImage Get(int index)
    {
        if (Volatile.Read(ref _images[index]) is { } known)
            return known;
        using var decoded = ImageDecoder.Decode(split.Images[index].Path);
        var image = new CachedImage(ImageFitting.LongSideTo(imageSize, decoded, training: true), new Extent(decoded.Rows, decoded.Cols));
        Keep(index, image);
        return image;
    }

    private void Keep(int index, CachedImage image)
    {
        var bytes = image.Fitted.Pixels.LongLength;
        if (Interlocked.Add(ref _bytes, bytes) > budgetBytes || Interlocked.CompareExchange(ref _images[index], image, null) is not null)
            Interlocked.Add(ref _bytes, -bytes);
    }

    /// <param name="Fitted">At the image size; not to be written to.</param>
    /// <param name="Original">The file's own height and width.</param>
    internal sealed record CachedImage(BgrImage Fitted, Extent Original);
}
