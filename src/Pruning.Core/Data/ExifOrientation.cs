using System.Buffers.Binary;

namespace Pruning.Data;

/// <summary>The orientation that a camera noted (EXIF tag 0x0112): 1 upright; 5 to 8 with height and width exchanged.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int Upright = 1;

    /// <param name="tiff">The EXIF block's TIFF structure, from its byte-order mark on.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return Upright;
        var little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8))
            return Upright;
        var start = UInt32(tiff[4..], little);
        if (start > tiff.Length - 2)
            return Upright;
        var entries = tiff[(int)start..];
        var count = UInt16(entries, little);
        for (var entry = 0; entry < count && 2 + 12 * (entry + 1) <= entries.Length; entry++)
        {
            var bytes = entries.Slice(2 + 12 * entry, 12);
            if (UInt16(bytes, little) == Tag)
                return UInt16(bytes[8..], little);
        }

        return Upright;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
