using Microsoft.Win32.SafeHandles;
using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Tests.Data;

/// <summary>Where decoded images are kept changes how often they are decoded, and nothing else.</summary>
public sealed class ImageCacheTests : IDisposable
{
    private const int Size = 64;
    private const int ImageBytes = 3 * Size * 48;
    private const int Images = 6;

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(Images, 0, Images)]
    [InlineData(2, 4, Images)]
    [InlineData(0, Images, Images)]
    // Two of six are decoded again in each of the three epochs.
    [InlineData(2, 2, Images + (2 * 2))]
    [InlineData(0, 0, Images * 3)]
    public void Batches_are_the_same_whatever_is_kept(int inMemory, int onDisk, int decoded)
    {
        var split = Split();
        using var reference = Loader(split, ImageCacheBudget.InMemory(long.MaxValue / 2), AugmentationOptions.None);
        using var loader = Loader(split, Budget(inMemory, onDisk), AugmentationOptions.None);
        for (var epoch = 0; epoch < 3; epoch++)
            Assert.Equal(Pixels(reference, epoch), Pixels(loader, epoch));
        Assert.Equal(decoded, loader.Decoded);
        Assert.Empty(_files.Diagnostics.Items);
    }

    [Fact]
    public void Mosaics_are_the_same_whatever_is_kept_and_however_many_threads_ask()
    {
        var split = Split();
        using var reference = Loader(split, Budget(0, 0), new AugmentationOptions());
        using var loader = Loader(split, Budget(1, 3), new AugmentationOptions(), workers: 4);
        for (var epoch = 0; epoch < 3; epoch++)
            Assert.Equal(Pixels(reference, epoch), Pixels(loader, epoch));
    }

    [Fact]
    public void Nothing_is_left_on_disk_not_even_while_it_is_used()
    {
        using (var loader = Loader(Split(), Budget(0, Images), AugmentationOptions.None))
        {
            Pixels(loader, 0);
            if (!OperatingSystem.IsWindows())
                Assert.Empty(Directory.GetFiles(_files.PathOf("cache")));
        }

        Assert.Empty(Directory.GetFiles(_files.PathOf("cache")));
    }

    [Fact]
    public void A_disk_that_cannot_be_written_is_told_once_and_changes_nothing()
    {
        var split = Split();
        _files.Write("file", "no folder");
        using var reference = Loader(split, Budget(0, 0), AugmentationOptions.None);
        using var loader = Loader(
            split,
            Budget(0, Images) with
            {
                DiskFolder = _files.PathOf("file"),
            },
            AugmentationOptions.None
        );
        Assert.Equal(Pixels(reference, 0), Pixels(loader, 0));
        Assert.Equal(Codes.ImageCacheFailed, Assert.Single(_files.Diagnostics.Items).Code);
    }

    [Fact]
    public void A_disk_that_is_full_in_the_middle_is_told_once_and_changes_nothing()
    {
        var split = Split();
        var full = _files.Write("full", []);
        // Opened for reading alone, so that the first write fails as on a full disk.
        SafeFileHandle Open() => File.OpenHandle(full, FileMode.Open, FileAccess.Read);
        using var cache = new ImageCache(
            split,
            Size,
            0,
            new ImageDiskCache(Open, Images, long.MaxValue, _files.Diagnostics)
        );
        using var plain = new ImageCache(split, Size, 0);
        for (var i = 0; i < 2 * Images; i++)
            Assert.Equal(
                plain.Get(i % Images, new PictureBuffer()).Fitted.Pixels,
                cache.Get(i % Images, new PictureBuffer()).Fitted.Pixels
            );
        Assert.Equal(2 * Images, cache.Decoded);
        Assert.Equal(Codes.ImageCacheFailed, Assert.Single(_files.Diagnostics.Items).Code);
    }

    [Fact]
    public void A_file_that_lost_its_end_is_noticed()
    {
        var split = Split();
        var path = _files.PathOf("cut");
        SafeFileHandle Open() => File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var cache = new ImageCache(
            split,
            Size,
            0,
            new ImageDiskCache(Open, Images, long.MaxValue, _files.Diagnostics)
        );
        var first = cache.Get(0, new PictureBuffer());
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(ImageBytes / 2);
        Assert.Equal(first.Fitted.Pixels, cache.Get(0, new PictureBuffer()).Fitted.Pixels);
        Assert.Equal(Codes.ImageCacheFailed, Assert.Single(_files.Diagnostics.Items).Code);
    }

    [Fact]
    public void A_budget_is_what_was_asked_for_or_a_share_of_what_is_free()
    {
        var asked = ImageCacheBudget.Resolve(5, 7, _files.PathOf("cache"), null);
        Assert.Equal((5, 7), (asked.MemoryBytes, asked.DiskBytes));
        var auto = ImageCacheBudget.Resolve(null, null, _files.PathOf("cache"), null);
        Assert.InRange(auto.MemoryBytes, 1, 4L << 30);
        Assert.InRange(auto.DiskBytes, 0, 16L << 30);
        Assert.Equal(
            "6 decoded images of 'train' take 0 MB: 0 MB in memory (of at most 0 MB), 0 MB on disk (of at most 0 "
                + "MB), 0 MB decoded anew each time",
            asked.Describe(Split(), Size)
        );
    }

    private DatasetSplit Split()
    {
        for (var i = 0; i < Images; i++)
        {
            var shade = 37 * i;
            _files.WriteImage($"images/train/{i}.bmp", 96, 128, (y, x) => ((byte)(x + shade), (byte)y, (byte)shade));
            _files.Write($"labels/train/{i}.txt", "0 .5 .5 .5 .5");
        }

        return _files.Load("names: [cat]\ntrain: images/train\n").Split("train");
    }

    private ImageCacheBudget Budget(int inMemory, int onDisk) =>
        new(inMemory * ImageBytes, onDisk * ImageBytes, _files.PathOf("cache"), _files.Diagnostics);

    private static TrainingLoader Loader(
        DatasetSplit split,
        ImageCacheBudget cache,
        AugmentationOptions augmentation,
        int workers = 1
    ) =>
        new(
            split,
            new TrainingLoaderOptions
            {
                ImageSize = Size,
                BatchSize = 4,
                Augmentation = augmentation,
                Workers = workers,
                Cache = cache,
            }
        );

    private static byte[] Pixels(TrainingLoader loader, int epoch)
    {
        var all = new List<byte>();
        foreach (var batch in loader.Epoch(epoch))
        {
            using (batch)
                all.AddRange(batch.Pixels.AsSpan(0, batch.PixelCount));
        }

        return [.. all];
    }
}
