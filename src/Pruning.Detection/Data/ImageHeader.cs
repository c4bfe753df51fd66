using System.Buffers.Binary;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// An image's height and width from its first bytes, without decoding it: JPEG and TIFF (orientation applied), PNG and
/// WebP (whose orientation <see cref="ExifChunk"/> finds), and BMP. What it says serves for sorting and for refusing
/// the absurd before memory is taken for it; the decoder has the last word. Other formats are not decoded.
/// </summary>
internal static class ImageHeader
{
    /// <summary>How a JPEG file begins.</summary>
    public static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8];

    /// <summary>The marker with which a JPEG file ends.</summary>
    public static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    /// <summary>How a PNG file's signature begins.</summary>
    public static ReadOnlySpan<byte> PngStart => [0x89, 0x50, 0x4E, 0x47];

    /// <summary>Null where the format is another, or the header is damaged.</summary>
    public static Extent? Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(JpegStart))
            return Jpeg(file);
        if (file.Length >= 24 && file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return Checked(
                BinaryPrimitives.ReadUInt32BigEndian(file[20..]),
                BinaryPrimitives.ReadUInt32BigEndian(file[16..])
            );
        if (file.Length >= 26 && file.StartsWith("BM"u8))
            return Bitmap(file);
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
            return Tiff(file);
        if (file.Length >= 30 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return WebP(file);
        return null;
    }

    private static Extent? Checked(long height, long width) =>
        height is > 0 and < int.MaxValue && width is > 0 and < int.MaxValue
            ? new Extent((int)height, (int)width)
            : null;

    private static Extent? Tiff(ReadOnlySpan<byte> file)
    {
        var (height, width) = (
            TiffDirectory.Number(file, TiffDirectory.Height) ?? 0,
            TiffDirectory.Number(file, TiffDirectory.Width) ?? 0
        );
        return TiffDirectory.IsTurned(file) ? Checked(width, height) : Checked(height, width);
    }

    /// <summary>Height is negative where the top row comes first; the oldest header has 16-bit sizes.</summary>
    private static Extent? Bitmap(ReadOnlySpan<byte> file) =>
        BinaryPrimitives.ReadInt32LittleEndian(file[14..]) == 12
            ? Checked(
                BinaryPrimitives.ReadUInt16LittleEndian(file[20..]),
                BinaryPrimitives.ReadUInt16LittleEndian(file[18..])
            )
            : Checked(
                Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])),
                BinaryPrimitives.ReadInt32LittleEndian(file[18..])
            );

    private static Extent? Jpeg(ReadOnlySpan<byte> file)
    {
        var turned = false;
        for (var at = 2; at + 4 <= file.Length; )
        {
            // Stray bytes between segments are skipped, as decoders do.
            if (file[at] != 0xFF)
            {
                at++;
                continue;
            }

            var marker = file[at + 1];
            // Fill bytes, and markers without a body.
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2)
                return null;
            var body = file[(at + 4)..Math.Min(file.Length, at + 2 + length)];
            // Start of frame: all from C0 to CF but the tables C4, C8 and CC.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return body.Length < 5 ? null : Frame(body, turned);
            if (marker == 0xE1 && body.StartsWith("Exif\0\0"u8))
                turned = TiffDirectory.IsTurned(body[6..]);
            at += 2 + length;
        }

        return null;
    }

    private static Extent? Frame(ReadOnlySpan<byte> body, bool turned)
    {
        var (height, width) = (
            BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(body[3..])
        );
        return turned ? Checked(width, height) : Checked(height, width);
    }

    private static Extent? WebP(ReadOnlySpan<byte> file) =>
        file[12..16] switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X'] => Checked(1 + UInt24(file[27..]), 1 + UInt24(file[24..])),
            [(byte)'V', (byte)'P', (byte)'8', (byte)' '] => Checked(
                BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF
            ),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L']
                when BinaryPrimitives.ReadUInt32LittleEndian(file[21..]) is var bits => Checked(
                1 + (bits >> 14 & 0x3FFF),
                1 + (bits & 0x3FFF)
            ),
            _ => null,
        };

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
