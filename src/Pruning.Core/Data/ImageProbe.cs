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

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    private const int HeadBytes = 64 << 10;

    /// <summary>Behind a JPEG's end marker some programs write a little more.</summary>
    private const int TailBytes = 4 << 10;

    /// <summary>Looks at a file.</summary>
    public static ImageLook Look(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length == 0)
                return new ImageLook(default, "it is empty", IsCutShort: false);
            if (stream.Length > MaximumBytes)
                return new ImageLook(default, $"it has {stream.Length} bytes", IsCutShort: false);
            return Size(stream) is { } size ? new ImageLook(size, Problem(size), IsCutShort(stream)) : new ImageLook(default, "it is damaged, or no image", IsCutShort: false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ImageLook(default, "it does not exist", IsCutShort: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ImageLook(default, exception.Message, IsCutShort: false);
        }
    }

    public static string? Problem(Extent size) =>
        Math.Min(size.Height, size.Width) < MinimumSide ? $"it has {size.Width}×{size.Height} pixels, less than {MinimumSide} one way"
        : (long)size.Height * size.Width > MaximumPixels ? $"it has {size.Width}×{size.Height} pixels, more than {MaximumPixels}"
        : null;

    private static Extent? Size(FileStream stream)
    {
        var head = Read(stream, 0, HeadBytes);
        // Large colour profiles may come before the size.
        return ImageHeader.Read(head) ?? (stream.Length > head.Length ? ImageHeader.Read(Read(stream, 0, (int)stream.Length)) : null);
    }

    /// <summary>A JPEG without its end marker decodes with grey where data is missing.</summary>
    private static bool IsCutShort(FileStream stream) =>
        Read(stream, 0, 2) is [0xFF, 0xD8] && Read(stream, Math.Max(0, stream.Length - TailBytes), TailBytes).AsSpan().IndexOf(EndOfImage) < 0;

    private static byte[] Read(FileStream stream, long from, int count)
    {
        var bytes = new byte[Math.Min(count, stream.Length - from)];
        stream.Position = from;
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>What a first look at an image file gave.</summary>
/// <param name="Size">Height and width, unless there is a problem.</param>
/// <param name="Problem">Why the image is not usable; null where it is.</param>
/// <param name="IsCutShort">A part of the picture is missing.</param>
internal readonly record struct ImageLook(Extent Size, string? Problem, bool IsCutShort);
