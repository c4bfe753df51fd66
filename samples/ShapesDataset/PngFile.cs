using System.Buffers.Binary;
using System.Text;

namespace ShapesDataset;

/// <summary>
/// Writes PNG files (RFC 2083) without compression: noise does not compress, and a compressor's output may change with its version,
/// while these bytes are the same everywhere.
/// </summary>
internal static class PngFile
{
    private const int LargestBlock = 65535;
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(MakeCrc)];

    /// <param name="pixels">Red, green, blue, row by row.</param>
    public static void Write(string path, int width, int height, ReadOnlySpan<byte> pixels)
    {
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 2); // Eight bits a part, red green blue.
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Store(Rows(pixels, width * 3)));
        WriteChunk(file, "IEND", []);
    }

    // Every row begins with its filter's number: 0, none.
    private static byte[] Rows(ReadOnlySpan<byte> pixels, int stride)
    {
        var rows = new byte[pixels.Length / stride * (stride + 1)];
        for (var row = 0; row < pixels.Length / stride; row++)
            pixels.Slice(row * stride, stride).CopyTo(rows.AsSpan((row * (stride + 1)) + 1));
        return rows;
    }

    // A zlib stream (RFC 1950) of stored deflate blocks (RFC 1951).
    private static byte[] Store(byte[] data)
    {
        using var stream = new MemoryStream();
        stream.Write([0x78, 0x01]);
        for (var start = 0; start < data.Length; start += LargestBlock)
        {
            var length = Math.Min(LargestBlock, data.Length - start);
            var last = start + length == data.Length;
            stream.Write([
                (byte)(last ? 1 : 0),
                (byte)length,
                (byte)(length >> 8),
                (byte)~length,
                (byte)(~length >> 8),
            ]);
            stream.Write(data, start, length);
        }

        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Adler32(data));
        stream.Write(check);
        return stream.ToArray();
    }

    private static uint Adler32(byte[] data)
    {
        uint a = 1,
            b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (b << 16) | a;
    }

    private static void WriteChunk(Stream file, string name, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        var tag = Encoding.ASCII.GetBytes(name);
        file.Write(tag);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(data, Crc(tag, uint.MaxValue)));
        file.Write(word);
    }

    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint MakeCrc(int index)
    {
        var crc = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        return crc;
    }
}
