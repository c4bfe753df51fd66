using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// A split's images, decoded and brought to size, kept in memory as far as a budget goes, beyond it on disk as far as another goes, and beyond that
/// decoded anew. The pixels are the same wherever they come from. Safe for several threads.
/// </summary>
/// <param name="budgetBytes">Of memory.</param>
/// <param name="disk">Null: nothing is kept on disk. Disposed with this.</param>
internal sealed class ImageCache(DatasetSplit split, int imageSize, long budgetBytes, ImageDiskCache? disk = null) : IDisposable
{
    private readonly CachedImage?[] _images = new CachedImage?[split.Images.Length];
    private long _bytes;
    private int _decoded;

    /// <summary>How often an image was decoded.</summary>
    public int Decoded => _decoded;

    /// <summary>The image with its long side at the image size.</summary>
    public CachedImage Get(int index)
    {
        if (Volatile.Read(ref _images[index]) is { } known)
            return known;
        if (disk?.TryRead(index) is { } stored)
            return stored;
        using var decoded = ImageDecoder.Decode(split.Images[index].Path);
        Interlocked.Increment(ref _decoded);
        var image = new CachedImage(ImageFitting.LongSideTo(imageSize, decoded, training: true), new Extent(decoded.Rows, decoded.Cols));
        if (!IsKept(index, image))
            disk?.Keep(index, image);
        return image;
    }

    public void Dispose() => disk?.Dispose();

    /// <summary>Whether memory has it now, from this thread or another.</summary>
    private bool IsKept(int index, CachedImage image)
    {
        var bytes = image.Fitted.Pixels.LongLength;
        if (Interlocked.Add(ref _bytes, bytes) > budgetBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            return false;
        }

        if (Interlocked.CompareExchange(ref _images[index], image, null) is not null)
            Interlocked.Add(ref _bytes, -bytes);
        return true;
    }

    /// <param name="Fitted">At the image size; not to be written to.</param>
    /// <param name="Original">The file's own height and width.</param>
    internal sealed record CachedImage(BgrImage Fitted, Extent Original);
}
