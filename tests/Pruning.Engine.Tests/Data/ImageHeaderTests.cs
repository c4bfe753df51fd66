using Pruning.Data;
using Pruning.Graphs;
using Xunit;

namespace Pruning.Tests.Data;

public class ImageHeaderTests
{
    private static readonly byte[] Start = [0xFF, 0xD8];
    private static readonly byte[] Frame20x30 = [0xFF, 0xC0, 0, 8, 8, 0, 20, 0, 30, 3];

    [Fact]
    public void Jpeg() =>
        Assert.Equal(new Extent(20, 30), ImageHeader.Read([.. Start, 0xFF, 0xDB, 0, 3, 7, 0xFF, .. Frame20x30]));

    [Theory]
    [InlineData(1, 20, 30)]
    [InlineData(3, 20, 30)]
    [InlineData(6, 30, 20)]
    [InlineData(8, 30, 20)]
    public void Jpeg_with_orientation(byte orientation, int height, int width)
    {
        byte[] littleEndian = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
        byte[] bigEndian = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
        foreach (var tiff in new[] { littleEndian, bigEndian })
        {
            byte[] exif = [0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff];
            Assert.Equal(new Extent(height, width), ImageHeader.Read([.. Start, .. exif, .. Frame20x30]));
        }
    }

    [Fact]
    public void Png() =>
        Assert.Equal(
            new Extent(258, 3),
            ImageHeader.Read([
                0x89,
                0x50,
                0x4E,
                0x47,
                0x0D,
                0x0A,
                0x1A,
                0x0A,
                0,
                0,
                0,
                13,
                .. "IHDR"u8,
                0,
                0,
                0,
                3,
                0,
                0,
                1,
                2,
                8,
                2,
            ])
        );

    [Fact]
    public void WebP()
    {
        Assert.Equal(
            new Extent(21, 31),
            ImageHeader.Read([.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 20, 0, 0])
        );
        Assert.Equal(
            new Extent(20, 30),
            ImageHeader.Read([
                .. "RIFF"u8,
                0,
                0,
                0,
                0,
                .. "WEBPVP8 "u8,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0x9D,
                1,
                0x2A,
                30,
                0,
                20,
                0,
            ])
        );
        // Lossless: 14 bits of width less one, then 14 of height less one.
        Assert.Equal(
            new Extent(20, 30),
            ImageHeader.Read([
                .. "RIFF"u8,
                0,
                0,
                0,
                0,
                .. "WEBPVP8L"u8,
                0,
                0,
                0,
                0,
                0x2F,
                29 | 19 << 14 & 0xFF,
                19 << 14 >> 8 & 0xFF,
                19 << 14 >> 16,
                0,
                0,
                0,
                0,
                0,
                0,
            ])
        );
    }

    [Fact]
    public void Jpeg_with_stray_bytes_between_segments() =>
        Assert.Equal(new Extent(20, 30), ImageHeader.Read([.. Start, 0xFF, 0xDB, 0, 3, 7, 1, 2, 3, .. Frame20x30]));

    [Fact]
    public void Tiff()
    {
        byte[] file =
        [
            .. "II"u8,
            42,
            0,
            8,
            0,
            0,
            0,
            2,
            0,
            0,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            30,
            0,
            0,
            0,
            1,
            1,
            4,
            0,
            1,
            0,
            0,
            0,
            20,
            0,
            0,
            0,
        ];
        Assert.Equal(new Extent(20, 30), ImageHeader.Read(file));
        Assert.Null(ImageHeader.Read(file.AsSpan(0, 24)));
    }

    [Fact]
    public void Bitmap()
    {
        var modern = new byte[54];
        "BM"u8.CopyTo(modern);
        (modern[14], modern[18]) = (40, 30);
        BitConverter.TryWriteBytes(modern.AsSpan(22), -20);
        Assert.Equal(new Extent(20, 30), ImageHeader.Read(modern));
        var oldest = new byte[26];
        "BM"u8.CopyTo(oldest);
        (oldest[14], oldest[18], oldest[20]) = (12, 30, 20);
        Assert.Equal(new Extent(20, 30), ImageHeader.Read(oldest));
    }

    [Fact]
    public void Any_prefix_and_any_damage_is_survived()
    {
        byte[] exif =
        [
            0xFF,
            0xE1,
            0,
            34,
            .. "Exif\0\0"u8,
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
            6,
            0,
            0,
            0,
        ];
        byte[] whole = [.. Start, .. exif, .. Frame20x30];
        for (var length = 0; length < whole.Length; length++)
            ImageHeader.Read(whole.AsSpan(0, length));
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            ImageHeader.Read(damaged);
        }
    }
}
