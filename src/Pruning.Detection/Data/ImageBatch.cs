using System.Collections.Immutable;

namespace Pruning.Data;

/// <summary>
/// Images ready for a network, with what is needed to map its boxes back. Dispose gives the pixel buffer back for
/// re-use.
/// </summary>
public sealed class ImageBatch : IDisposable
{
    private readonly PixelBufferPool? _pool;
    private byte[]? _pixels;

    internal ImageBatch(
        byte[] pixels,
        int height,
        int width,
        ImmutableArray<LabeledImage> images,
        ImmutableArray<Letterbox> letterboxes,
        PixelBufferPool? pool
    )
    {
        _pixels = pixels;
        _pool = pool;
        Height = height;
        Width = width;
        Images = images;
        Letterboxes = letterboxes;
    }

    /// <summary>RGB bytes <c>[B, 3, H, W]</c>.</summary>
    public ReadOnlyMemory<byte> Pixels =>
        (_pixels ?? throw new ObjectDisposedException(nameof(ImageBatch))).AsMemory(0, Count * 3 * Height * Width);

    public int Count => Images.Length;

    public int Height { get; }

    public int Width { get; }

    public ImmutableArray<LabeledImage> Images { get; }

    /// <summary>How each image was fitted.</summary>
    public ImmutableArray<Letterbox> Letterboxes { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
            _pool?.Return(pixels);
    }
}
