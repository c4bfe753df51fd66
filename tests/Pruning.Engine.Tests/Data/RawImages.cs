using System.Buffers.Binary;
using System.IO.Compression;

namespace Pruning.Tests.Data;

/// <summary>Image files of kinds that the image library reads and does not write.</summary>
internal static class RawImages
{
    /// <summary>A PNG whose pixels are indices into a table of colours; all show the second one.</summary>
    public static byte[] PalettePng(int width, int height, (byte B, byte G, byte R) color)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        // Eight bits, palette.
        (header[8], header[9]) = (8, 3);
        var rows = new byte[height * (width + 1)];
        for (var at = 0; at < rows.Length; at++)
            rows[at] = (byte)(at % (width + 1) == 0 ? 0 : 1);
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        return
        [
            0x89,
            0x50,
            0x4E,
            0x47,
            0x0D,
            0x0A,
            0x1A,
            0x0A,
            .. Chunk("IHDR"u8, header),
            .. Chunk("PLTE"u8, [0, 0, 0, color.R, color.G, color.B]),
            .. Chunk("IDAT"u8, packed.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>A TIFF of one strip: classic or, with 64-bit offsets, big; one sample a pixel.</summary>
    public static byte[] Tiff(bool big, int side, int bits, int format)
    {
        var pixels = new byte[side * side * bits / 8];
        var head = big ? 16 : 8;
        (ushort Tag, ushort Type, uint Value)[] tags =
        [
            (256, 3, (uint)side),
            (257, 3, (uint)side),
            (258, 3, (uint)bits),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, (uint)head),
            (277, 3, 1),
            (278, 3, (uint)side),
            (279, 4, (uint)pixels.Length),
            (339, 3, (uint)format),
        ];
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II"u8);
        writer.Write((ushort)(big ? 43 : 42));
        if (big)
            writer.Write(8u);
        Offset((uint)(head + pixels.Length));
        writer.Write(pixels);
        if (big)
            writer.Write((ulong)tags.Length);
        else
            writer.Write((ushort)tags.Length);
        foreach (var (tag, type, value) in tags)
        {
            writer.Write(tag);
            writer.Write(type);
            Offset(1);
            Offset(value);
        }

        Offset(0);
        return file.ToArray();

        void Offset(uint value)
        {
            writer.Write(value);
            if (big)
                writer.Write(0u);
        }
    }

    /// <summary>
    /// A baseline JPEG of 16 × 16 pixels in four components of one value each (0 or 255), marked as Adobe's inks.
    /// </summary>
    public static byte[] CmykJpeg(byte cyan, byte magenta, byte yellow, byte black)
    {
        byte[] quantization = [.. Enumerable.Repeat((byte)8, 64)];
        byte[] scan = Bits([cyan, magenta, yellow, black]);
        return
        [
            0xFF,
            0xD8,
            .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]),
            .. Segment(0xDB, [0, .. quantization]),
            .. Segment(0xC0, [8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]),
            // Differences of 0, 7 and 8 bits have the codes 00, 01 and 10; the end of a block has 0.
            .. Segment(0xC4, [0x00, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8]),
            .. Segment(0xC4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            .. Segment(0xDA, [4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]),
            .. scan,
            0xFF,
            0xD9,
        ];
    }

    /// <summary>
    /// Four blocks a component, one of each in turn; the first carries the value, the rest repeat it.
    /// </summary>
    private static byte[] Bits(byte[] values)
    {
        var bits =
            string.Concat(values.Select(value => value == 255 ? "01" + "1111111" + "0" : "10" + "01111111" + "0"))
            + new string('0', 3 * 3 * values.Length);
        var padded = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        // A byte of ones is followed by a zero, so that it is no marker.
        return
        [
            .. padded
                .Chunk(8)
                .Select(eight => Convert.ToByte(new string(eight), 2))
                .SelectMany(value => value == 0xFF ? new byte[] { 0xFF, 0 } : [value]),
        ];
    }

    private static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] body)
    {
        byte[] typed = [.. type, .. body];
        var chunk = new byte[8 + typed.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        typed.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + typed.Length), Crc(typed));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
