namespace Pruning.Data;

/// <summary>
/// Augmented images and their boxes. Dispose gives the pixel buffer back for re-use: copy what must live longer.
/// </summary>
public sealed class TrainingBatch : IDisposable
{
    private readonly PixelBufferPool? _pool;
    private byte[]? _pixels;

    internal TrainingBatch(byte[] pixels, int count, int height, int width, float[] targets, PixelBufferPool? pool)
    {
        _pixels = pixels;
        _pool = pool;
        Count = count;
        Height = height;
        Width = width;
        Targets = targets;
    }

    /// <summary>
    /// RGB bytes <c>[B, 3, H, W]</c>; the array may be longer than that, see <see cref="PixelCount"/>.
    /// </summary>
    public byte[] Pixels => _pixels ?? throw new ObjectDisposedException(nameof(TrainingBatch));

    /// <summary>B·3·H·W.</summary>
    public int PixelCount => Count * 3 * Height * Width;

    /// <summary>B: the batch size, less for an epoch's last batch.</summary>
    public int Count { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>
    /// <c>[n, 6]</c>, flat: image in the batch, class, centre x, centre y, width, height (normalised by W and H).
    /// </summary>
    public float[] Targets { get; }

    /// <summary>n.</summary>
    public int TargetCount => Targets.Length / 6;

    /// <summary>Whether any image differs from the first.</summary>
    internal bool HasDifferentImages
    {
        get
        {
            var size = PixelCount / Count;
            var first = Pixels.AsSpan(0, size);
            for (var image = 1; image < Count; image++)
            {
                if (!Pixels.AsSpan(image * size, size).SequenceEqual(first))
                    return true;
            }

            return false;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
            _pool?.Return(pixels);
    }
}
