using OpenCvSharp;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Tests.Data;

/// <summary>
/// Images as people have them: each kind is found, sized without decoding, and decoded to three channels of eight bits.
/// </summary>
public sealed class ImageFormatTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".bmp")]
    [InlineData(".tif")]
    [InlineData(".webp")]
    public void Grey_is_repeated(string extension)
    {
        using var image = new Mat(20, 30, MatType.CV_8UC1, new Scalar(90));
        AssertPixel(Encoded(extension, image), (90, 90, 90), tolerance: 3);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".tif")]
    public void Sixteen_bits_become_eight(string extension)
    {
        using var grey = new Mat(20, 30, MatType.CV_16UC1, new Scalar(90 * 257));
        AssertPixel(Encoded(extension, grey), (90, 90, 90), tolerance: 1);
        using var color = new Mat(20, 30, MatType.CV_16UC3, new Scalar(10 * 257, 120 * 257, 230 * 257));
        AssertPixel(Encoded(extension, color), (10, 120, 230), tolerance: 1);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".tif")]
    [InlineData(".webp")]
    public void Transparency_is_dropped(string extension)
    {
        using var image = new Mat(20, 30, MatType.CV_8UC4, new Scalar(10, 120, 230, 128));
        AssertPixel(Encoded(extension, image), (10, 120, 230), tolerance: 6);
    }

    [Fact]
    public void Palettes_are_looked_up() =>
        AssertPixel(
            _files.Write("palette.png", RawImages.PalettePng(30, 20, (10, 120, 230))),
            (10, 120, 230),
            tolerance: 0
        );

    [Fact]
    public void Printing_inks_become_colours() =>
        // As printing programs store them: inverted, so full red light is no cyan ink.
        AssertPixel(
            _files.Write("inks.jpg", RawImages.CmykJpeg(cyan: 255, magenta: 0, yellow: 0, black: 255)),
            (1, 1, 255),
            tolerance: 2,
            height: 16,
            width: 16
        );

    public static TheoryData<string, byte, bool, bool, bool> Orientations()
    {
        var data = new TheoryData<string, byte, bool, bool, bool>();
        foreach (var format in (string[])["jpg", "png", "png with notes behind", "webp", "tif"])
        {
            for (byte orientation = 1; orientation <= 8; orientation++)
                data.Add(
                    format,
                    orientation,
                    orientation is 3 or 4 or 7 or 8,
                    orientation is 2 or 3 or 6 or 7,
                    orientation >= 5
                );
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Every_orientation_is_applied(string format, byte orientation, bool bottom, bool right, bool turned)
    {
        // Bright in the left upper corner only.
        using var upright = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(0));
        Cv2.Rectangle(upright, new Rect(0, 0, 8, 8), Scalar.All(255), -1);
        var path = _files.Write($"a.{format[..3]}", OrientedImages.Write(upright, format, orientation));
        var size = turned ? new Extent(30, 20) : new Extent(20, 30);

        using var decoded = ImageDecoder.Decode(path);
        Assert.Equal(size, new Extent(decoded.Rows, decoded.Cols));
        Assert.Equal(size, ImageProbe.Look(path).Size);
        var pixels = BgrImage.CopyOf(decoded).Pixels;
        for (var corner = 0; corner < 4; corner++)
        {
            var (atBottom, atRight) = (corner / 2 == 1, corner % 2 == 1);
            var value = pixels[3 * ((atBottom ? size.Height - 1 : 0) * size.Width + (atRight ? size.Width - 1 : 0))];
            Assert.InRange(
                value,
                atBottom == bottom && atRight == right ? 230 : 0,
                atBottom == bottom && atRight == right ? 255 : 25
            );
        }
    }

    /// <summary>Chunks that claim any size, in files that end anywhere: an answer, and no more than that.</summary>
    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    public void Damaged_notes_are_survived(string format)
    {
        using var image = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(0));
        var whole = OrientedImages.Write(image, format, 6);
        for (var at = 0; at < whole.Length; at++)
        {
            _ = ImageProbe.Look(_files.Write("cut." + format, whole[..at]));
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            _ = ImageProbe.Look(_files.Write("damaged." + format, damaged));
        }
    }

    [Fact]
    public void The_content_counts_and_not_the_extension()
    {
        using var image = new Mat(20, 30, MatType.CV_8UC3, new Scalar(10, 120, 230));
        Assert.True(Cv2.ImEncode(".png", image, out var png));
        AssertPixel(_files.Write("really-a-png.jpg", png), (10, 120, 230), tolerance: 0);
        Assert.Contains(
            "GIF",
            ImageProbe.Look(_files.Write("gif.jpg", "GIF89a\x20\0\x20\0"u8.ToArray())).Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_jpeg_without_its_end_is_known_and_decoded()
    {
        using var image = new Mat(64, 64, MatType.CV_8UC3, Scalar.All(0));
        Cv2.Rectangle(image, new Rect(0, 0, 32, 8), new Scalar(10, 120, 230), -1);
        Assert.True(Cv2.ImEncode(".jpg", image, out var jpeg));
        var path = _files.Write("cut.jpg", jpeg[..^20]);
        Assert.Equal(new ImageLook(new Extent(64, 64), null, IsCutShort: true), ImageProbe.Look(path));
        using var decoded = ImageDecoder.Decode(path);
        Assert.Equal((64, 64), (decoded.Rows, decoded.Cols));
        Assert.InRange(BgrImage.CopyOf(decoded).Pixels[2], 220, 240);
    }

    /// <summary>Half of a photograph's data: its upper part is there, as without the damage, and grey below.</summary>
    [Fact]
    public void A_jpeg_of_which_half_is_missing_keeps_the_other_half()
    {
        using var image = new Mat(64, 64, MatType.CV_8UC3);
        Cv2.Randu(image, Scalar.All(0), Scalar.All(255));
        Assert.True(Cv2.ImEncode(".jpg", image, out var jpeg));
        using var whole = ImageDecoder.Decode(_files.Write("whole.jpg", jpeg));
        using var half = ImageDecoder.Decode(_files.Write("half.jpg", jpeg[..(jpeg.Length / 2)]));
        const int Upper = 3 * 64 * 8;
        Assert.Equal(BgrImage.CopyOf(whole).Pixels[..Upper].ToArray(), BgrImage.CopyOf(half).Pixels[..Upper].ToArray());
        Assert.Equal([128, 128, 128], BgrImage.CopyOf(half).Pixels[^3..].ToArray());
    }

    [Fact]
    public void A_jpeg_that_ends_before_its_picture_begins_is_refused()
    {
        using var image = new Mat(64, 64, MatType.CV_8UC3, Scalar.All(90));
        Assert.True(Cv2.ImEncode(".jpg", image, out var jpeg));
        var path = _files.Write("head.jpg", jpeg[..(jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 2)]);
        Assert.Equal(Codes.ImageNotDecodable, Assert.Throws<PruneException>(() => ImageDecoder.Decode(path)).Code);
    }

    [Fact]
    public void An_empty_file_is_no_image()
    {
        var path = _files.Write("empty.jpg", []);
        Assert.Equal("it is empty", ImageProbe.Look(path).Problem);
        Assert.Equal(Codes.ImageNotDecodable, Assert.Throws<PruneException>(() => ImageDecoder.Decode(path)).Code);
    }

    [Theory]
    [InlineData(".bmp", 18, new byte[] { 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(".png", 18, new byte[] { 0xFF, 0xFF, 0x7F, 0xFF })]
    [InlineData(".jpg", -1, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Small_files_that_claim_to_be_huge_are_refused_by_their_header(string extension, int at, byte[] size)
    {
        using var image = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(0));
        Assert.True(Cv2.ImEncode(extension, image, out var file));
        // In a JPEG the sizes stand behind the start of frame.
        var start = at >= 0 ? at : file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 5;
        size.CopyTo(file, start);
        var path = _files.Write("bomb" + extension, file);
        Assert.Contains("pixels, more than", ImageProbe.Look(path).Problem, StringComparison.Ordinal);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal(Codes.ImageNotDecodable, Assert.Throws<PruneException>(() => ImageDecoder.Decode(path)).Code);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000_000);
    }

    private string Encoded(string extension, Mat image)
    {
        Assert.True(Cv2.ImEncode(extension, image, out var bytes));
        return _files.Write("a" + extension, bytes);
    }

    private static void AssertPixel(
        string path,
        (int B, int G, int R) expected,
        int tolerance,
        int height = 20,
        int width = 30
    )
    {
        Assert.Equal(new ImageLook(new Extent(height, width), null, IsCutShort: false), ImageProbe.Look(path));
        using var decoded = ImageDecoder.Decode(path);
        Assert.Equal((height, width, MatType.CV_8UC3), (decoded.Rows, decoded.Cols, decoded.Type()));
        var pixel = BgrImage.CopyOf(decoded).Pixels.Slice(3 * (height / 2 * width + width / 2), 3);
        Assert.InRange(pixel[0], expected.B - tolerance, expected.B + tolerance);
        Assert.InRange(pixel[1], expected.G - tolerance, expected.G + tolerance);
        Assert.InRange(pixel[2], expected.R - tolerance, expected.R + tolerance);
    }
}
