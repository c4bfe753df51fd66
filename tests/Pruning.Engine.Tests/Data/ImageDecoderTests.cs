using OpenCvSharp;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(1, 20, 30, 0, 0)]
    [InlineData(3, 20, 30, 19, 29)]
    [InlineData(6, 30, 20, 0, 19)]
    [InlineData(8, 30, 20, 29, 0)]
    public void Orientation_is_applied(byte orientation, int height, int width, int brightY, int brightX)
    {
        // Bright in the left upper corner only.
        using var upright = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(0));
        Cv2.Rectangle(upright, new Rect(0, 0, 8, 8), Scalar.All(255), -1);
        Assert.True(Cv2.ImEncode(".jpg", upright, out var jpeg));
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] turned = [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 8), .. "Exif\0\0"u8, .. tiff, .. jpeg[2..]];
        var path = _files.Write("a.jpg", turned);

        using var decoded = ImageDecoder.Decode(path);
        Assert.Equal((height, width), (decoded.Rows, decoded.Cols));
        Assert.Equal(new Extent(height, width), ImageHeader.Read(turned));
        var pixels = BgrImage.CopyOf(decoded).Pixels;
        Assert.InRange(pixels[3 * (brightY * width + brightX)], 230, 255);
        Assert.InRange(pixels[3 * ((height - 1 - brightY) * width + width - 1 - brightX)], 0, 25);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".bmp")]
    [InlineData(".tif")]
    [InlineData(".webp")]
    public void Other_formats_are_decoded_and_their_header_agrees(string extension)
    {
        using var image = new Mat(20, 30, MatType.CV_8UC3, new Scalar(10, 120, 230));
        var path = _files.PathOf($"a{extension}");
        Assert.True(Cv2.ImWrite(path, image));
        using var decoded = ImageDecoder.Decode(path);
        Assert.Equal((20, 30), (decoded.Rows, decoded.Cols));
        Assert.Equal(new ImageLook(new Extent(20, 30), null, IsCutShort: false), ImageProbe.Look(path));
        var pixel = BgrImage.CopyOf(decoded).Pixels[..3].ToArray();
        Assert.All(pixel.Zip([10, 120, 230]), pair => Assert.InRange(pair.First, pair.Second - 4, pair.Second + 4));
    }

    [Fact]
    public void A_header_that_claims_an_absurd_size_is_refused_before_memory_is_taken()
    {
        using var image = new Mat(20, 30, MatType.CV_8UC3, Scalar.All(0));
        Assert.True(Cv2.ImEncode(".png", image, out var png));
        png[16] = 0x7F;
        var path = _files.Write("a.png", png);
        Assert.Equal(Codes.ImageNotDecodable, Assert.Throws<PruneException>(() => ImageDecoder.Decode(path)).Code);
        Assert.Contains("pixels", ImageProbe.Look(path).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_never_do_worse_than_a_coded_error()
    {
        using var image = new Mat(40, 40, MatType.CV_8UC3, new Scalar(10, 120, 230));
        var random = new Random(1);
        foreach (var extension in new[] { ".jpg", ".png", ".bmp", ".tif", ".webp" })
        {
            Assert.True(Cv2.ImEncode(extension, image, out var whole));
            for (var round = 0; round < 40; round++)
            {
                var damaged = whole[..random.Next(whole.Length / 2, whole.Length)];
                for (var i = 0; i < 4; i++)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                var path = _files.Write($"a{extension}", damaged);
                if (Record.Exception(() => ImageDecoder.Decode(path).Dispose()) is { } failure)
                    Assert.Equal(Codes.ImageNotDecodable, Assert.IsType<PruneException>(failure).Code);
            }
        }
    }
}
