using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>A first look at an image file: is it one, and how large.</summary>
internal static class ImageProbe
{
    /// <summary>Larger files are taken for something else.</summary>
    public const long MaximumBytes = 512L << 20;

    /// <summary>More pixels (4 × 8192 × 8192) would take a gigabyte to decode.</summary>
    public const long MaximumPixels = 1L << 28;

    /// <summary>Smaller images are damaged, or useless.</summary>
    private const int MinimumSide = 10;

    private const int HeadBytes = 64 << 10;

    /// <summary>Height and width, or why the image is not usable.</summary>
    public static (Extent Size, string? Problem) Look(string path)
    {
        try
        {
            return Size(path) is { } size ? (size, Problem(size)) : (default, "it is damaged, or no image");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (default, exception.Message);
        }
    }

    public static string? Problem(Extent size) =>
        Math.Min(size.Height, size.Width) < MinimumSide ? $"it has {size.Width}×{size.Height} pixels, less than {MinimumSide} one way"
        : (long)size.Height * size.Width > MaximumPixels ? $"it has {size.Width}×{size.Height} pixels, more than {MaximumPixels}"
        : null;

    private static Extent? Size(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaximumBytes)
            throw new IOException($"it has {stream.Length} bytes");
        var head = new byte[Math.Min(stream.Length, HeadBytes)];
        stream.ReadExactly(head);
        if (ImageHeader.Read(head) is { } size)
            return size;
        // A header that is longer than the head (large colour profiles), or a format that only the decoder knows.
        var file = File.ReadAllBytes(path);
        return ImageHeader.Read(file) ?? ImageDecoder.SizeOf(file);
    }
}
