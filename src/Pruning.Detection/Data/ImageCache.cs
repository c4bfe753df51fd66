using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// A split's images, decoded and brought to size, kept in memory as far as a budget goes, beyond it on disk as far as
/// another goes, and beyond that decoded anew, into the caller's buffer. The pixels are the same wherever they come
/// from. Safe for several threads.
/// </summary>
/// <param name="budgetBytes">Of memory.</param>
/// <param name="disk">Null: nothing is kept on disk. Disposed with this.</param>
internal sealed class ImageCache(DatasetSplit split, int imageSize, long budgetBytes, ImageDiskCache? disk = null)
    : IDisposable
{
    private readonly CachedImage?[] _images = new CachedImage?[split.Images.Length];
    private long _bytes;
    private int _decoded;

    /// <summary>How often an image was decoded.</summary>
    public int Decoded => _decoded;

    /// <summary>The image with its long side at the image size.</summary>
    /// <param name="buffer">
    /// Of the calling thread. What memory does not keep is in it, so it is good until the next call.
    /// </param>
    public CachedImage Get(int index, PictureBuffer buffer)
    {
        if (Volatile.Read(ref _images[index]) is { } known)
            return known;
        if (disk?.TryRead(index, buffer) is { } stored)
            return stored;
        using var decoded = ImageDecoder.Decode(split.Images[index].Path);
        Interlocked.Increment(ref _decoded);
        var original = new Extent(decoded.Rows, decoded.Cols);
        var size = ImageFitting.LongSideTo(imageSize, original);
        var isKept = TryReserve(BgrImage.BytesOf(size));
        var image = new CachedImage(isKept ? BgrImage.Allocate(size) : buffer.Take(size), original);
        ImageFitting.LongSideTo(imageSize, decoded, image.Fitted, training: true);
        if (isKept)
            Keep(index, image);
        else
            disk?.Keep(index, image);
        return image;
    }

    public void Dispose() => disk?.Dispose();

    private bool TryReserve(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= budgetBytes)
            return true;
        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }

    /// <summary>Unless another thread was quicker.</summary>
    private void Keep(int index, CachedImage image)
    {
        if (Interlocked.CompareExchange(ref _images[index], image, null) is not null)
            Interlocked.Add(ref _bytes, -image.Fitted.Pixels.Length);
    }

    /// <param name="Fitted">At the image size; not to be written to.</param>
    /// <param name="Original">The file's own height and width.</param>
    internal sealed record CachedImage(BgrImage Fitted, Extent Original);
}
