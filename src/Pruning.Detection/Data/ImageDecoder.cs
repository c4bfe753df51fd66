using System.Buffers;
using Microsoft.Win32.SafeHandles;
using OpenCvSharp;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// Decodes image files to three channels (grey is repeated, transparency dropped) with EXIF orientation applied, as
/// YOLOv5 reads them.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Bytes <c>[H, W, 3]</c>, blue, green, red. The caller disposes.</summary>
    /// <exception cref="PruneException">The file cannot be read or does not decode (<c>PRUNE2006</c>).</exception>
    public static Mat Decode(string path)
    {
        var problem = "it is damaged, or no image";
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(file);
            if (length > ImageProbe.MaximumBytes)
                problem = $"it has more than {ImageProbe.MaximumBytes} bytes";
            else if (length > 0 && TryDecode(file, (int)length) is { } image)
                return image;
            else if (ImageProbe.Look(path).Problem is { } named)
                problem = named;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "it does not exist";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = Directory.Exists(path) ? "it is a folder" : exception.Message.TrimEnd('.');
        }

        throw new PruneException(
            Codes.ImageNotDecodable,
            $"The image '{path}' does not decode: {problem}. Replace it, or remove it and its labels from the "
                + $"dataset; 'dotnet prune data check' names all such images.",
            new SourceLocation(path)
        );
    }

    private static Mat? TryDecode(SafeFileHandle file, int length)
    {
        // Files are read by the thousand: arrays of their own would be most of a training's garbage.
        var buffer = ArrayPool<byte>.Shared.Rent(length + ImageHeader.JpegEnd.Length);
        try
        {
            var read = 0;
            while (
                read < length && RandomAccess.Read(file, buffer.AsSpan(read, length - read), read) is var more and > 0
            )
                read += more;
            return TryDecode(buffer.AsSpan(0, read)) ?? TryDecodeCutShort(buffer, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // OpenCV's decoder gives nothing for a JPEG whose data end before its end marker. With one behind them it decodes
    // what is there, and the rest is grey: as the original implementation, which repairs such files, and as viewers
    // show them.
    private static Mat? TryDecodeCutShort(byte[] buffer, int length)
    {
        if (!buffer.AsSpan(0, length).StartsWith(ImageHeader.JpegStart))
            return null;
        ImageHeader.JpegEnd.CopyTo(buffer.AsSpan(length));
        return TryDecode(buffer.AsSpan(0, length + ImageHeader.JpegEnd.Length));
    }

    private static Mat? TryDecode(ReadOnlySpan<byte> file)
    {
        if (ImageHeader.Read(file) is not { } size || ImageProbe.Problem(size) is not null)
            return null;
        ImageLibrary.Require();
        try
        {
            var image = Cv2.ImDecode(file, ImreadModes.Color);
            if (!image.Empty())
                return image;
            image.Dispose();
            return null;
        }
        catch (OpenCVException)
        {
            // A size beyond the decoder's own limits.
            return null;
        }
    }
}
