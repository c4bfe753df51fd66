namespace Pruning.Runtime;

/// <summary>
/// A picture in the caller's memory, which is looked at and not kept. It stands upright: whoever decodes a JPEG turns
/// it as its EXIF orientation says.
/// </summary>
public readonly ref struct Picture
{
    /// <param name="pixels">Row by row from the top, each row from the left.</param>
    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    /// <param name="stride">Bytes from one row to the next; 0 where rows follow each other without a gap.</param>
    /// <exception cref="DetectorException">PRUNE7501: the bytes are no such picture.</exception>
    public Picture(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int stride = 0)
    {
        var bytes = BytesOf(layout);
        if (width < 1 || height < 1)
            throw Wrong($"{width}x{height} pixels are no picture");
        var row = (long)width * bytes;
        if (stride != 0 && stride < row)
            throw Wrong($"a stride of {stride} bytes is shorter than a row of {width} pixels, which takes {row}");
        var step = stride == 0 ? row : stride;
        if (pixels.Length < (step * (height - 1)) + row)
            throw Wrong(
                $"{width}x{height} pixels take {(step * (height - 1)) + row} bytes, and there are {pixels.Length}"
            );
        Pixels = pixels;
        (Width, Height, Layout, Stride) = (width, height, layout, (int)step);
    }

    public ReadOnlySpan<byte> Pixels { get; }

    public int Width { get; }

    public int Height { get; }

    public PixelLayout Layout { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    internal int BytesPerPixel => BytesOf(Layout);

    /// <summary>The pixels of a row, without the gap behind it.</summary>
    internal ReadOnlySpan<byte> Row(int row) => Pixels.Slice(row * Stride, Width * BytesPerPixel);

    /// <summary>Where a colour lies in a pixel.</summary>
    /// <param name="color">0 red, 1 green, 2 blue.</param>
    internal int Offset(int color) =>
        Layout switch
        {
            PixelLayout.Rgb or PixelLayout.Rgba => color,
            PixelLayout.Gray => 0,
            _ => 2 - color,
        };

    private static int BytesOf(PixelLayout layout) =>
        layout switch
        {
            PixelLayout.Rgb or PixelLayout.Bgr => 3,
            PixelLayout.Rgba or PixelLayout.Bgra => 4,
            PixelLayout.Gray => 1,
            _ => throw Wrong($"there is no layout {layout}"),
        };

    private static DetectorException Wrong(string what) =>
        new(
            DetectorException.PictureCode,
            $"The picture cannot be looked at: {what}. Give its pixels as they lie in memory, with their width, height, layout and stride."
        );
}
