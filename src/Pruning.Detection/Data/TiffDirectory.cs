using System.Buffers.Binary;

namespace Pruning.Data;

/// <summary>The first directory of a TIFF structure, which is a TIFF file's or, in EXIF, a camera's notes.</summary>
internal static class TiffDirectory
{
    public const ushort Width = 0x0100;
    public const ushort Height = 0x0101;

    /// <summary>1 upright; 5 to 8 with height and width exchanged.</summary>
    public const ushort Orientation = 0x0112;

    /// <summary>Whether the picture's height and width are exchanged when it is shown upright.</summary>
    public static bool IsTurned(ReadOnlySpan<byte> tiff) => Number(tiff, Orientation) is >= 5 and <= 8;

    private const ushort ShortType = 3;
    private const ushort LongType = 4;

    /// <summary>A whole number of the directory; null where it has none of that tag, or is damaged.</summary>
    /// <param name="tiff">The structure from its byte-order mark on.</param>
    public static uint? Number(ReadOnlySpan<byte> tiff, ushort tag) => Value(tiff, tag, followed: false);

    /// <summary>The first of the numbers of a tag, which lie elsewhere in the file where they are many.</summary>
    public static uint? First(ReadOnlySpan<byte> tiff, ushort tag) => Value(tiff, tag, followed: true);

    private static uint? Value(ReadOnlySpan<byte> tiff, ushort tag, bool followed)
    {
        if (tiff.Length < 8)
            return null;
        var little = tiff.StartsWith("II"u8);
        if ((!little && !tiff.StartsWith("MM"u8)) || UInt16(tiff[2..], little) != 42)
            return null;
        var start = UInt32(tiff[4..], little);
        if (start > tiff.Length - 2)
            return null;
        var entries = tiff[(int)start..];
        var count = UInt16(entries, little);
        for (var entry = 0; entry < count && 2 + 12 * (entry + 1) <= entries.Length; entry++)
        {
            var bytes = entries.Slice(2 + 12 * entry, 12);
            if (UInt16(bytes, little) == tag)
                return Value(tiff, bytes, followed, little);
        }

        return null;
    }

    private static uint? Value(ReadOnlySpan<byte> tiff, ReadOnlySpan<byte> entry, bool followed, bool little)
    {
        var type = UInt16(entry[2..], little);
        var at = entry[8..];
        if (followed && UInt32(entry[4..], little) > (type == ShortType ? 2 : 1) && UInt32(at, little) is var offset)
            at = offset <= tiff.Length - 4 ? tiff[(int)offset..] : [];
        return at.Length < 4
            ? null
            : type switch
            {
                ShortType => UInt16(at, little),
                LongType => UInt32(at, little),
                _ => null,
            };
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
