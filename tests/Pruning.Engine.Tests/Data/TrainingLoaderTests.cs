using System.Security.Cryptography;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Data;

public sealed class TrainingLoaderTests : IDisposable
{
    private const int Size = 96;

    /// <summary>One a class, far apart and far from the background and the padding.</summary>
    private static readonly (byte B, byte G, byte R)[] ClassColors =
    [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
        (255, 255, 0),
        (255, 0, 255),
    ];

    private static readonly (byte B, byte G, byte R) Black = (0, 0, 0);

    private static readonly AugmentationOptions WithoutColor = new()
    {
        HueGain = 0,
        SaturationGain = 0,
        ValueGain = 0,
    };

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_do_not_depend_on_threads_or_cache_or_what_came_before(bool weighted)
    {
        var split = MakeSplit(7);
        var options = Options(
            new AugmentationOptions
            {
                Mosaic = 0.6,
                MixUp = 0.5,
                CopyPaste = 0.5,
                RotationDegrees = 10,
                ShearDegrees = 3,
                FlipVertical = 0.5,
            }
        ) with
        {
            BatchSize = 3,
            MultiScale = true,
            ImageWeights = weighted,
        };
        var reference = Collect(new TrainingLoader(split, options with { Workers = 1 }), epoch: 4);
        Assert.Equal([3, 3, 1], reference.Select(batch => batch.Count));

        var other = new TrainingLoader(
            split,
            options with
            {
                Workers = 3,
                Cache = ImageCacheBudget.None,
                Prefetch = 1,
            }
        );
        Collect(other, epoch: 0);
        Assert.Equal(reference, Collect(other, epoch: 4));
        Assert.Equal(reference.Skip(1), Collect(other, epoch: 4, firstBatch: 1));
        Assert.Empty(Collect(other, epoch: 4, firstBatch: 3));
    }

    [Fact]
    public void Epochs_and_seeds_differ()
    {
        var split = MakeSplit(7);
        var loader = new TrainingLoader(split, Options(new AugmentationOptions()));
        var other = new TrainingLoader(split, Options(new AugmentationOptions()) with { Seed = 1 });
        Assert.NotEqual(Collect(loader, 0), Collect(loader, 1));
        Assert.NotEqual(Collect(loader, 0), Collect(other, 0));
    }

    [Fact]
    public void Without_variation_each_image_comes_once_as_it_is()
    {
        var split = MakeSplit(5);
        var loader = new TrainingLoader(split, Options(AugmentationOptions.None));
        using var batch = Assert.Single(loader.Epoch(0));
        Assert.Equal(5, batch.Count);
        var targets = batch.Targets.Chunk(6).ToArray();
        Assert.Equal([0f, 1, 2, 3, 4], targets.Select(target => target[1]).Order());
        foreach (var target in targets)
        {
            var label = split.Images.Single(image => image.Labels[0].ClassIndex == (int)target[1]).Labels[0];
            // The images are squares of the right size: the labels stay, but for a corner that touches the border.
            Assert.Equal(label.CenterX, target[2], 1e-4);
            Assert.Equal(label.Height, target[5], 1e-4);
            CheckTarget(batch, target);
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 0, 20, 0)]
    [InlineData(1, 0, 0, 0.0005)]
    [InlineData(0, 0, 15, 0.0005)]
    public void Targets_stay_on_their_objects(double mosaic, double mixUp, double degrees, double perspective)
    {
        var split = MakeSplit(5);
        var loader = new TrainingLoader(
            split,
            Options(
                WithoutColor with
                {
                    Mosaic = mosaic,
                    MixUp = mixUp,
                    RotationDegrees = degrees,
                    Perspective = perspective,
                    FlipVertical = 0.5,
                }
            )
        );
        var seen = 0;
        for (var epoch = 0; epoch < 10; epoch++)
        {
            using var batch = Assert.Single(loader.Epoch(epoch));
            foreach (var target in batch.Targets.Chunk(6))
            {
                Assert.All(target[2..], value => Assert.InRange(value, 0, 1));
                seen++;
                if (mixUp == 0)
                    CheckTarget(batch, target, tight: degrees == 0 && perspective == 0);
            }
        }

        Assert.True(seen > 40, $"{seen} targets in 50 images");
    }

    [Fact]
    public void Outlines_stay_tight_under_rotation()
    {
        // A thin diagonal: its box is mostly empty, its outline is not. Rotated by up to 45°, boxes from boxes would
        // grow to twice the size.
        for (var i = 0; i < 4; i++)
        {
            _files.WriteImage($"images/train/{i}.bmp", Size, Size, (y, x) =>
                Math.Abs(x - y) < 4 && x is > 20 and < 76 ? ClassColors[0] : Black
            );
            _files.Write($"labels/train/{i}.txt", "0 0.21 0.21 0.25 0.21 0.79 0.75 0.79 0.79 0.75 0.79 0.21 0.25\n");
        }

        var loader = new TrainingLoader(
            Load(),
            Options(WithoutColor with { Mosaic = 0, RotationDegrees = 45, Scale = 0, Translation = 0 })
        );
        using var batch = Assert.Single(loader.Epoch(0));
        Assert.Equal(4, batch.TargetCount);
        Assert.All(batch.Targets.Chunk(6), target => CheckTarget(batch, target, tight: true, fill: 0));
    }

    [Fact]
    public void Color_changes_but_grey_stays_grey()
    {
        _files.WriteImage("images/train/0.bmp", Size, Size, (y, x) =>
            x < 48 ? ((byte)100, (byte)100, (byte)100) : ((byte)40, (byte)80, (byte)160)
        );
        _files.Write("labels/train/0.txt", "0 .5 .5 .5 .5");
        var loader = new TrainingLoader(
            Load(),
            Options(AugmentationOptions.None with { HueGain = 0.1, SaturationGain = 0.5, ValueGain = 0.5 })
        );
        var greys = new HashSet<byte>();
        for (var epoch = 0; epoch < 5; epoch++)
        {
            using var batch = Assert.Single(loader.Epoch(epoch));
            var (red, green, blue) = At(batch, 0, 5, 5);
            Assert.True(red == green && green == blue);
            greys.Add(red);
            Assert.NotEqual((160, 80, 40), At(batch, 0, 5, 90));
        }

        Assert.Equal(5, greys.Count);
    }

    [Fact]
    public void A_split_without_labels_is_refused()
    {
        _files.WriteImage("images/train/0.bmp", 20, 20);
        Assert.Equal(
            Codes.NoLabels,
            Assert.Throws<PruneException>(() => new TrainingLoader(Load(), Options(AugmentationOptions.None))).Code
        );
    }

    [Fact]
    public void Every_batch_has_a_size_of_its_own_and_targets_stay_where_they_were()
    {
        var split = MakeSplit(5);
        var plain = new TrainingLoader(split, Options(AugmentationOptions.None));
        var varied = new TrainingLoader(
            split,
            Options(AugmentationOptions.None) with
            {
                MultiScale = true,
                Stride = 16,
            }
        );
        var sides = new HashSet<int>();
        for (var epoch = 0; epoch < 20; epoch++)
        {
            using var one = Assert.Single(plain.Epoch(epoch));
            using var other = Assert.Single(varied.Epoch(epoch));
            sides.Add(other.Width);
            Assert.Equal((other.Width, 3 * 5 * other.Width * other.Width), (other.Height, other.PixelCount));
            Assert.Equal(one.Targets, other.Targets);
            // A box's middle has its colour at every size.
            var (x, y) = ((int)(other.Targets[2] * other.Width), (int)(other.Targets[3] * other.Width));
            var color = ClassColors[(int)other.Targets[1]];
            Assert.Equal(
                color.R,
                other.Pixels[((int)other.Targets[0] * 3 * other.Width * other.Width) + (y * other.Width) + x]
            );
        }

        Assert.All(sides, side => Assert.True(side % 16 == 0 && side is >= 48 and <= 144, $"{side}"));
        Assert.True(sides.Count > 4);
    }

    [Fact]
    public void Drawn_by_weight_an_image_may_come_again_and_then_looks_different()
    {
        var split = MakeSplit(4);
        var loader = new TrainingLoader(split, Options(WithoutColor) with { BatchSize = 1, ImageWeights = true });
        // All but the last class are found perfectly.
        var copies = new List<string>();
        foreach (var batch in loader.Epoch(0, classAccuracy: [1, 1, 1, 0, 1]))
        {
            using (batch)
                copies.Add(Convert.ToHexString(SHA256.HashData(batch.Pixels.AsSpan(0, batch.PixelCount))));
        }

        Assert.Equal((4, 4), (copies.Count, copies.Distinct().Count()));
        var still = new TrainingLoader(split, Options(AugmentationOptions.None) with { ImageWeights = true });
        using var all = Assert.Single(still.Epoch(0, classAccuracy: [1, 1, 1, 0, 1]));
        Assert.Equal([3f, 3, 3, 3], all.Targets.Chunk(6).Select(target => target[1]));
    }

    [Fact]
    public void Objects_with_outlines_are_pasted_into_mosaics()
    {
        for (var i = 0; i < 4; i++)
        {
            _files.WriteImage($"images/train/{i}.bmp", Size, Size, (y, x) =>
                x is >= 10 and < 30 && y is >= 10 and < 30 ? ClassColors[0] : Black
            );
            _files.Write(
                $"labels/train/{i}.txt",
                FormattableString.Invariant(
                    $"0 {10.0 / Size} {10.0 / Size} {30.0 / Size} {10.0 / Size} {30.0 / Size} {30.0 / Size} {10.0 / Size} {30.0 / Size}\n"
                )
            );
        }

        var split = Load();
        var still = WithoutColor with { Scale = 0, Translation = 0, FlipHorizontal = 0 };
        int Count(double copyPaste) =>
            Enumerable
                .Range(0, 10)
                .Sum(epoch =>
                {
                    using var batch = Assert.Single(
                        new TrainingLoader(split, Options(still with { CopyPaste = copyPaste })).Epoch(epoch)
                    );
                    if (copyPaste > 0)
                        Assert.All(batch.Targets.Chunk(6), target => CheckTarget(batch, target, tight: false));
                    return batch.TargetCount;
                });

        Assert.True(Count(1) > 1.3 * Count(0));
    }

    [RealDataFact]
    public void Real_images_keep_most_of_their_boxes()
    {
        var split = Dataset.Load(TestData.PathOf("bccd/data.yaml"), _files.Diagnostics).Split("train");
        var loader = new TrainingLoader(split, new TrainingLoaderOptions { ImageSize = 320 });
        var targets = 0;
        foreach (var batch in loader.Epoch(0))
        {
            using (batch)
                targets += batch.TargetCount;
        }

        Assert.Equal(13, loader.BatchCount);
        // A mosaic shows a quarter of four images' area, over scales from a half to one and a half four thirds of it on
        // average, and boxes that are cut count too: some more than the 2,804 labels.
        Assert.InRange(targets, 3_500, 6_500);
    }

    private static TrainingLoaderOptions Options(AugmentationOptions augmentation) =>
        new()
        {
            ImageSize = Size,
            BatchSize = 16,
            Augmentation = augmentation,
        };

    /// <summary>
    /// Square images of the training size, black, each with one rectangle in the colour of its class.
    /// </summary>
    private DatasetSplit MakeSplit(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (left, top, width, height) = (10 + 6 * i, 40 - 3 * i, 40, 30 + 4 * i);
            var color = ClassColors[i % ClassColors.Length];
            _files.WriteImage($"images/train/{i}.bmp", Size, Size, (y, x) =>
                x >= left && x < left + width && y >= top && y < top + height ? color : Black
            );
            _files.Write(
                $"labels/train/{i}.txt",
                FormattableString.Invariant(
                    $"{i % ClassColors.Length} {(left + width / 2.0) / Size} {(top + height / 2.0) / Size} {width / (double)Size} {height / (double)Size}\n"
                )
            );
        }

        return Load();
    }

    private DatasetSplit Load() => _files.Load("names: [a, b, c, d, e]\ntrain: images/train\n").Split("train");

    /// <summary>The object's colour fills the box, and where the box is tight its edges are the object's.</summary>
    private static void CheckTarget(TrainingBatch batch, float[] target, bool tight = true, double fill = 0.9)
    {
        var image = (int)target[0];
        var color = ClassColors[(int)target[1]];
        var left = (int)Math.Round((target[2] - target[4] / 2) * Size);
        var right = (int)Math.Round((target[2] + target[4] / 2) * Size);
        var top = (int)Math.Round((target[3] - target[5] / 2) * Size);
        var bottom = (int)Math.Round((target[3] + target[5] / 2) * Size);
        var inside = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                inside += IsColor(x, y) ? 1 : 0;
        }

        if (!tight)
        {
            Assert.True(
                inside > 0.15 * (right - left) * (bottom - top),
                $"{inside} pixels of {(right - left) * (bottom - top)}"
            );
            return;
        }

        Assert.True(
            inside >= fill * (right - left - 2) * (bottom - top - 2),
            $"{inside} pixels of {(right - left) * (bottom - top)}"
        );
        Assert.True(
            Enumerable
                .Range(top, bottom - top)
                .Any(y => IsColor(Math.Min(left + 2, right - 1), y) || IsColor(left + 1, y)),
            "left edge"
        );
        Assert.True(
            Enumerable
                .Range(left, right - left)
                .Any(x => IsColor(x, Math.Max(bottom - 3, top)) || IsColor(x, bottom - 2)),
            "bottom edge"
        );
        Assert.DoesNotContain(Enumerable.Range(top + 3, Math.Max(0, bottom - top - 6)), y =>
            left >= 3 && IsColor(left - 3, y)
        );

        bool IsColor(int x, int y)
        {
            var (red, green, blue) = At(batch, image, y, x);
            return Math.Abs(red - color.R) + Math.Abs(green - color.G) + Math.Abs(blue - color.B) < 200;
        }
    }

    private static (byte R, byte G, byte B) At(TrainingBatch batch, int image, int y, int x)
    {
        var plane = Size * Size;
        var at = image * 3 * plane + y * Size + x;
        return (batch.Pixels[at], batch.Pixels[at + plane], batch.Pixels[at + 2 * plane]);
    }

    private static List<Copy> Collect(TrainingLoader loader, int epoch, int firstBatch = 0)
    {
        var copies = new List<Copy>();
        foreach (var batch in loader.Epoch(epoch, firstBatch))
        {
            using (batch)
                copies.Add(
                    new Copy(
                        batch.Count,
                        Convert.ToHexString(SHA256.HashData(batch.Pixels.AsSpan(0, batch.PixelCount))),
                        string.Join(' ', batch.Targets)
                    )
                );
        }

        return copies;
    }

    private sealed record Copy(int Count, string Pixels, string Targets);
}
