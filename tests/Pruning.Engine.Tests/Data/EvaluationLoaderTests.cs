using System.Security.Cryptography;
using System.Text.Json;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class EvaluationLoaderTests : IDisposable
{
    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Every_image_comes_once_in_order_whatever_the_threads()
    {
        var split = Split((20, 30), (40, 30), (20, 20), (64, 10), (33, 47));
        var one = Collect(split, workers: 1);
        Assert.Equal(one, Collect(split, workers: 3));
        Assert.Equal([2, 2, 1], one.Select(batch => batch.Count));
        Assert.Equal(split.Images.Select(image => image.Path), one.SelectMany(batch => batch.Paths));
    }

    [Fact]
    public void An_image_of_the_right_size_is_only_padded_and_put_into_planes()
    {
        _files.WriteImage("images/train/a.bmp", 32, 64, (y, x) => ((byte)x, (byte)y, 200));
        var split = Load();
        using var batch = Assert.Single(
            new EvaluationLoader(split, new EvaluationLoaderOptions { Input = Extent.Square(64) }).Batches()
        );
        var pixels = batch.Pixels.ToArray();
        Assert.Equal(114, At(pixels, 0, 15, 3));
        Assert.Equal(114, At(pixels, 2, 48, 63));
        Assert.Equal((200, 5, 7), (At(pixels, 0, 16 + 5, 7), At(pixels, 1, 16 + 5, 7), At(pixels, 2, 16 + 5, 7)));
        Assert.Equal(
            new Letterbox(new Extent(32, 64), new Extent(32, 64), Extent.Square(64), 1, 0, 16),
            batch.Letterboxes[0]
        );

        static int At(byte[] pixels, int plane, int y, int x) => pixels[(plane * 64 + y) * 64 + x];
    }

    [Fact]
    public void Rectangular_batches_take_the_slimmest_shape_with_half_a_stride_more()
    {
        var images = new (int Height, int Width)[] { (480, 640), (640, 480), (300, 300), (240, 640) };
        var split = new DatasetSplit(
            "val",
            ["x"],
            [
                .. images.Select(
                    (size, i) => new LabeledImage($"{i}", "", false, new Extent(size.Height, size.Width), [])
                ),
            ],
            []
        );
        var batches = RectangularBatches.Arrange(split.Images, 1, 320, 32);
        Assert.Equal(
            [new Extent(160, 352), new Extent(256, 352), new Extent(352, 352), new Extent(352, 256)],
            batches.Select(batch => batch.Input)
        );
        Assert.Equal(["3", "0", "2", "1"], batches.Select(batch => batch.Images[0].Path));
        Assert.Equal(new Extent(352, 352), RectangularBatches.Arrange(split.Images, 4, 320, 32)[0].Input);
    }

    [Fact]
    public void Boxes_go_into_the_input_and_back()
    {
        var letterbox = ImageFitting.Place(
            new Extent(375, 500),
            ImageFitting.LongSideTo(320, new Extent(375, 500)),
            Extent.Square(320),
            enlarge: false
        );
        Assert.Equal((0.64, 0.0, 40.0), (letterbox.Gain, letterbox.PadX, letterbox.PadY));
        var box = letterbox.ToInput(new Label(3, 0.5f, 0.5f, 0.5f, 0.5f));
        Assert.Equal((80, 100, 240, 220), (box.Left, box.Top, box.Right, box.Bottom));
        var back = letterbox.ToOriginal(box);
        Assert.Equal((125, 93.75f, 375, 281.25f, 3), (back.Left, back.Top, back.Right, back.Bottom, back.ClassIndex));
        Assert.Equal(
            new Detection(0, 0, 500, 375, 0.5f, 0),
            letterbox.ToOriginal(new Detection(-9, -9, 999, 999, 0.5f, 0))
        );
    }

    [Theory]
    [InlineData(10, 5000)]
    [InlineData(5000, 10)]
    public void Slivers_keep_at_least_one_pixel(int height, int width)
    {
        var split = Split((height, width));
        using var batch = Assert.Single(
            new EvaluationLoader(split, new EvaluationLoaderOptions { Input = Extent.Square(64) }).Batches()
        );
        Assert.Equal(1, Math.Min(batch.Letterboxes[0].Resized.Height, batch.Letterboxes[0].Resized.Width));
    }

    [Fact]
    public void An_image_that_does_not_decode_is_named()
    {
        var path = _files.WriteImage("images/train/a.bmp", 20, 20);
        var split = Load();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..60]);
        var exception = Assert.Throws<PruneException>(() =>
            new EvaluationLoader(split, new EvaluationLoaderOptions()).Batches().Count()
        );
        Assert.Equal(Codes.ImageNotDecodable, exception.Code);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [RealDataTheory]
    [InlineData("000000002587", 320)]
    [InlineData("000000000776", 320)]
    [InlineData("000000002587", 640)]
    public void The_reference_tensors_are_reproduced(string image, int size)
    {
        var coco = Dataset.Load(TestData.PathOf("coco-val128/data.yaml"), _files.Diagnostics).Split("val");
        var only = coco with
        {
            Images = [coco.Images.Single(entry => entry.Path.Contains(image, StringComparison.Ordinal))],
        };
        using var batch = Assert.Single(
            new EvaluationLoader(only, new EvaluationLoaderOptions { Input = Extent.Square(size) }).Batches()
        );
        var expected = NumpyFile.Read(TestData.PathOf($"reference/vectors/valloader_{image}_{size}_u8.npy")).Content;
        Assert.Equal(expected, batch.Pixels.ToArray());

        using var file = JsonDocument.Parse(File.ReadAllBytes(TestData.PathOf("reference/vectors/valloader.json")));
        var labels = file
            .RootElement.GetProperty($"{image}_{size}")
            .GetProperty("labels")
            .EnumerateArray()
            .Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())
            .ToArray();
        var ours = only.Images[0].Labels.Select(batch.Letterboxes[0].ToInput).ToArray();
        Assert.Equal(labels.Length, ours.Length);
        foreach (var (row, box) in labels.Zip(ours))
        {
            Assert.Equal((int)row[1], box.ClassIndex);
            Assert.Equal(row[2] * size, (box.Left + box.Right) / 2, 1e-3);
            Assert.Equal(row[3] * size, (box.Top + box.Bottom) / 2, 1e-3);
            Assert.Equal(row[4] * size, box.Right - box.Left, 1e-3);
            Assert.Equal(row[5] * size, box.Bottom - box.Top, 1e-3);
        }
    }

    [RealDataFact]
    public void The_reference_pixels_are_decoded()
    {
        using var decoded = ImageDecoder.Decode(TestData.PathOf("coco-val128/images/val/000000002587.jpg"));
        Assert.Equal(
            NumpyFile.Read(TestData.PathOf("reference/vectors/decoded_bgr_000000002587.npy")).Content,
            BgrImage.CopyOf(decoded).Pixels
        );
    }

    [RealDataFact]
    public void A_grey_image_has_three_equal_channels()
    {
        using var decoded = ImageDecoder.Decode(TestData.PathOf("coco-val128/images/val/000000007888.jpg"));
        Assert.All(BgrImage.CopyOf(decoded).Pixels.ToArray().Chunk(3), pixel =>
            Assert.True(pixel[0] == pixel[1] && pixel[1] == pixel[2])
        );
    }

    [RealDataTheory]
    [InlineData(320)]
    [InlineData(640)]
    public void A_single_picture_is_letterboxed_as_the_reference_was(int size)
    {
        var (pixels, letterbox) = PictureDetection.Load(TestData.PathOf("bus.jpg"), _ => Extent.Square(size));
        Assert.Equal(NumpyFile.Read(TestData.PathOf($"reference/vectors/bus_{size}_input_u8.npy")).Content, pixels);
        Assert.Equal(Extent.Square(size), letterbox.Target);
    }

    private DatasetSplit Split(params (int Height, int Width)[] sizes)
    {
        for (var i = 0; i < sizes.Length; i++)
            _files.WriteImage($"images/train/{i}.bmp", sizes[i].Height, sizes[i].Width);
        return Load();
    }

    private DatasetSplit Load() => _files.Load("names: [x]\ntrain: images/train\n").Split("train");

    private static List<Copy> Collect(DatasetSplit split, int workers)
    {
        var copies = new List<Copy>();
        foreach (
            var batch in new EvaluationLoader(
                split,
                new EvaluationLoaderOptions
                {
                    Input = Extent.Square(64),
                    BatchSize = 2,
                    Workers = workers,
                }
            ).Batches()
        )
        {
            using (batch)
                copies.Add(
                    new Copy(
                        batch.Count,
                        Convert.ToHexString(SHA256.HashData(batch.Pixels.Span)),
                        string.Join('|', batch.Images.Select(image => image.Path))
                    )
                );
        }

        return copies;
    }

    private sealed record Copy(int Count, string Pixels, string PathList)
    {
        public string[] Paths => PathList.Split('|');
    }
}
