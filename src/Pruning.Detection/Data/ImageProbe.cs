using Microsoft.Win32.SafeHandles;
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

    /// <summary>
    /// Sizes are within the first of these of nearly every file; a camera's notes, or a colour profile, come before
    /// some.
    /// </summary>
    private const int HeadBytes = 2 << 10;

    private const int LongHeadBytes = 64 << 10;

    /// <summary>Behind a JPEG's end marker some programs write a little more.</summary>
    private const int TailBytes = 4 << 10;

    /// <summary>Looks at a file.</summary>
    public static ImageLook Look(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (length == 0)
                return new ImageLook(default, "it is empty", IsCutShort: false);
            if (length > MaximumBytes)
                return new ImageLook(default, $"it has {length} bytes", IsCutShort: false);
            return Look(file, length);
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

    private static ImageLook Look(SafeFileHandle file, long length)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..Read(file, 0, head).Length];
        // A TIFF's directory may lie at its end.
        var problem = FileKind.Describe(
            TiffKind.IsTiff(head) && TiffDirectory.Number(head, TiffDirectory.Width) is null
                ? Read(file, 0, new byte[length])
                : head
        );
        if (problem is not null)
            return new ImageLook(default, problem, IsCutShort: false);
        if (Size(file, length, head) is not { } size)
            return new ImageLook(default, "it is damaged, or no image", IsCutShort: false);
        if (head.StartsWith(ImageHeader.PngStart) && PictureEnd.IsMissingFromPng(file, length))
            return new ImageLook(
                default,
                "it is a PNG file without its end, cut short by a download or copy; fetch it again",
                IsCutShort: false
            );
        return new ImageLook(size, Problem(size), IsCutShort(file, length, head));
    }

    public static string? Problem(Extent size) =>
        Math.Min(size.Height, size.Width) < MinimumSide
            ? $"it has {size.Width}×{size.Height} pixels, less than {MinimumSide} one way"
        : (long)size.Height * size.Width > MaximumPixels
            ? $"it has {size.Width}×{size.Height} pixels, more than {MaximumPixels}"
        : null;

    private static Extent? Size(SafeFileHandle file, long length, ReadOnlySpan<byte> head)
    {
        var size = ImageHeader.Read(head)
            ?? (length > HeadBytes ? ImageHeader.Read(Read(file, 0, new byte[Math.Min(length, LongHeadBytes)])) : null)
            ?? (length > LongHeadBytes ? ImageHeader.Read(Read(file, 0, new byte[length])) : null);
        return size is { } found && ExifChunk.IsTurned(file, length, head)
            ? new Extent(found.Width, found.Height)
            : size;
    }

    /// <summary>A JPEG without its end marker decodes with grey where data is missing.</summary>
    private static bool IsCutShort(SafeFileHandle file, long length, ReadOnlySpan<byte> head)
    {
        Span<byte> bytes = stackalloc byte[TailBytes];
        return head.StartsWith(ImageHeader.JpegStart)
            && Read(file, Math.Max(0, length - TailBytes), bytes).IndexOf(ImageHeader.JpegEnd) < 0
            // What some cameras append is longer.
            && PictureEnd.IsMissingFromJpeg(Read(file, 0, new byte[length]));
    }

    /// <summary>As much as there is.</summary>
    private static ReadOnlySpan<byte> Read(SafeFileHandle file, long from, Span<byte> bytes)
    {
        var done = 0;
        while (done < bytes.Length && RandomAccess.Read(file, bytes[done..], from + done) is var read and > 0)
            done += read;
        return bytes[..done];
    }
}

/// <summary>What a first look at an image file gave.</summary>
/// <param name="Size">Height and width, unless there is a problem.</param>
/// <param name="Problem">Why the image is not usable; null where it is.</param>
/// <param name="IsCutShort">A part of the picture is missing.</param>
internal readonly record struct ImageLook(Extent Size, string? Problem, bool IsCutShort);
