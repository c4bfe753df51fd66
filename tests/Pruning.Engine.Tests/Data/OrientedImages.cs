using System.Buffers.Binary;
using OpenCvSharp;

namespace Pruning.Tests.Data;

/// <summary>Pictures with the note of a camera that says how it was held.</summary>
internal static class OrientedImages
{
    /// <param name="format"><c>jpg</c>, <c>png</c>, <c>png with notes behind</c>, <c>webp</c> or <c>tif</c>.</param>
    /// <param name="orientation">1 to 8, EXIF's tag 0x0112.</param>
    public static byte[] Write(Mat image, string format, byte orientation)
    {
        byte[] notes =
        [
            .. "II"u8,
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        return format switch
        {
            "jpg" => Jpeg(Encode(image, ".jpg"), notes),
            "png" => Png(Encode(image, ".png"), notes, at: 33), // behind IHDR
            "png with notes behind" => Png(Encode(image, ".png"), notes, at: ^12), // before IEND
            "webp" => WebP(image, notes),
            "tif" => Tiff(image, orientation),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static byte[] Jpeg(byte[] file, byte[] notes) =>
        [.. file[..2], 0xFF, 0xE1, 0, (byte)(notes.Length + 8), .. "Exif\0\0"u8, .. notes, .. file[2..]];

    private static byte[] Png(byte[] file, byte[] notes, Index at)
    {
        byte[] chunk = [.. "eXIf"u8, .. notes];
        return
        [
            .. file[..at],
            .. BigEndian((uint)notes.Length),
            .. chunk,
            .. BigEndian(Checksum(chunk)),
            .. file[at..],
        ];
    }

    private static byte[] WebP(Mat image, byte[] notes)
    {
        byte[] head =
        [
            .. "VP8X"u8,
            10,
            0,
            0,
            0,
            0x08,
            0,
            0,
            0,
            (byte)(image.Cols - 1),
            0,
            0,
            (byte)(image.Rows - 1),
            0,
            0,
        ];
        byte[] body =
        [
            .. "WEBP"u8,
            .. head,
            .. Encode(image, ".webp")[12..],
            .. "EXIF"u8,
            .. BitConverter.GetBytes(notes.Length),
            .. notes,
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    // Uncompressed, in one strip.
    private static byte[] Tiff(Mat image, byte orientation)
    {
        using var colours = new Mat();
        Cv2.CvtColor(image, colours, ColorConversionCodes.BGR2RGB);
        var pixels = colours.AsSpan<byte>().ToArray();
        (ushort Tag, uint Value)[] entries =
        [
            (256, (uint)image.Cols),
            (257, (uint)image.Rows),
            (258, 8),
            (259, 1),
            (262, 2),
            (273, 8),
            (274, orientation),
            (277, 3),
            (278, (uint)image.Rows),
            (279, (uint)pixels.Length),
        ];
        return
        [
            .. "II"u8,
            42,
            0,
            .. BitConverter.GetBytes(8 + pixels.Length),
            .. pixels,
            .. BitConverter.GetBytes((ushort)entries.Length),
            .. entries.SelectMany(entry =>
                (byte[])[.. BitConverter.GetBytes(entry.Tag), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(entry.Value)]
            ),
            0,
            0,
            0,
            0,
        ];
    }

    private static byte[] Encode(Mat image, string extension)
    {
        Assert.True(Cv2.ImEncode(extension, image, out var file));
        return file;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // CRC-32 as PNG has it.
    private static uint Checksum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
        }

        return ~sum;
    }
}
