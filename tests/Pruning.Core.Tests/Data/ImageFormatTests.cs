using OpenCvSharp;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Tests.Data;

/// <summary>Images as people have them: each kind is found, sized without decoding, and decoded to three channels of eight bits.</summary>
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
    public void Palettes_are_looked_up() => AssertPixel(_files.Write("palette.png", RawImages.PalettePng(30, 20, (10, 120, 230))), (10, 120, 230), tolerance: 0);

    [Fact]
    public void Printing_inks_become_colours() =>
        // As printing programs store them: inverted, so full red light is no cyan ink.
        AssertPixel(_files.Write("inks.jpg", RawImages.CmykJpeg(cyan: 255, magenta: 0, yellow: 0, black: 255)), (1, 1, 255), tolerance: 2, height: 16, width: 16);

    [Theory]
    [InlineData(1, false, false, false)]
    [InlineData(2, false, true, false)]
    [InlineData(3, true, true, false)]
    [InlineData(4, true, false, false)]
    [InlineData(5, false, false, true)]
    [InlineData(6, false, true, true)]
    [InlineData(7, true, true, true)]
    [InlineData(8, true, false, true)]
    public void Every_orientation_is_applied(byte orientation, bool bottom, bool right, bool turned)
    {
        // Bright in the left upper corner only.
        using var upright = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(0));
        Cv2.Rectangle(upright, new Rect(0, 0, 8, 8), Scalar.All(255), -1);
        Assert.True(Cv2.ImEncode(".jpg", upright, out var jpeg));
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        var path = _files.Write("a.jpg", [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]]);
        var size = turned ? new Extent(30, 20) : new Extent(20, 30);

        using var decoded = ImageDecoder.Decode(path);
        Assert.Equal(size, new Extent(decoded.Rows, decoded.Cols));
        Assert.Equal(size, ImageProbe.Look(path).Size);
        var pixels = BgrImage.CopyOf(decoded).Pixels;
        for (var corner = 0; corner < 4; corner++)
        {
            var (atBottom, atRight) = (corner / 2 == 1, corner % 2 == 1);
            var value = pixels[3 * ((atBottom ? size.Height - 1 : 0) * size.Width + (atRight ? size.Width - 1 : 0))];
            Assert.InRange(value, atBottom == bottom && atRight == right ? 230 : 0, atBottom == bottom && atRight == right ? 255 : 25);
        }
    }

    [Fact]
    public void The_content_counts_and_not_the_extension()
    {
        using var image = new Mat(20, 30, MatType.CV_8UC3, new Scalar(10, 120, 230));
        Assert.True(Cv2.ImEncode(".png", image, out var png));
        AssertPixel(_files.Write("really-a-png.jpg", png), (10, 120, 230), tolerance: 0);
        Assert.Equal("it is damaged, or no image", ImageProbe.Look(_files.Write("gif.jpg", "GIF89a\x20\0\x20\0"u8.ToArray())).Problem);
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

    private static void AssertPixel(string path, (int B, int G, int R) expected, int tolerance, int height = 20, int width = 30)
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
