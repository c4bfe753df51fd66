using Pruning.Data;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Data;

/// <summary>What a training leaves to the garbage collector, image by image, on this test's own thread.</summary>
public sealed class LoaderAllocationTests : IDisposable
{
    private const int Size = 96;
    private const int Images = 8;

    // Shapes, matrices and a few labels. A picture would be 27,648 bytes, a mosaic's canvas four of them.
    private const int MostBytesAnImage = 8_000;

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // every image is read and decoded anew, four for a mosaic
    public void An_image_leaves_no_pictures_behind(bool cached)
    {
        for (var i = 0; i < Images; i++)
        {
            _files.WriteImage($"images/train/{i}.png", 120, 100, (y, x) => ((byte)x, (byte)y, (byte)(x + y)));
            _files.Write($"labels/train/{i}.txt", "0 0.5 0.5 0.4 0.4\n1 0.2 0.2 0.1 0.1\n");
        }

        var split = _files.Load("names: [a, b]\ntrain: images/train\n").Split("train");
        var options = new TrainingLoaderOptions
        {
            ImageSize = Size,
            Cache = cached ? ImageCacheBudget.InMemory(1 << 30) : ImageCacheBudget.None,
        };
        using var cache = options.Cache.Open(split, Size);
        var augmenter = new Augmenter(split, cache, options);
        var (planes, targets) = (new byte[3 * Size * Size], new List<float>(10_000));
        Epoch(0);
        Epoch(1);
        var epochs = Enumerable.Range(2, 6).Select(Epoch).ToArray();
        Assert.InRange(epochs.Max(), 0, Images * MostBytesAnImage);

        long Epoch(int epoch)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var image = 0; image < Images; image++)
            {
                targets.Clear();
                augmenter.Make(epoch, image, 0, Size, planes, 0, targets);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_pool_never_holds_more_than_its_count()
    {
        var pool = new PixelBufferPool(2);
        foreach (var length in (int[])[10, 20, 30, 40])
            pool.Return(new byte[length]);
        Assert.Equal(2, pool.Count);
        Assert.Equal(20, pool.Rent(15).Length);
        Assert.Equal(1, pool.Count);
        Assert.Equal(100, pool.Rent(100).Length); // what is too short is let go
        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public void A_picture_buffer_grows_and_is_used_again_for_smaller_ones()
    {
        var buffer = new PictureBuffer();
        var large = buffer.Take(new(10, 10));
        var small = buffer.Take(new(5, 4));
        Assert.Same(large.Storage, small.Storage);
        Assert.Equal((60, 300), (small.Pixels.Length, buffer.Take(new(10, 10)).Pixels.Length));
        Assert.NotSame(large.Storage, buffer.Take(new(11, 10)).Storage);
    }
}
