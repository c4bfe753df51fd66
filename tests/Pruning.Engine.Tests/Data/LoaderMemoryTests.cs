using Pruning.Data;
using Pruning.Graphs;
using Xunit;

namespace Pruning.Tests.Data;

/// <summary>
/// Whole loaders, their threads included, over many epochs: nothing grows, and the garbage collector has little to do.
/// </summary>
[Collection(nameof(LoaderMemoryTests))]
[CollectionDefinition(nameof(LoaderMemoryTests), DisableParallelization = true)]
public sealed class LoaderMemoryTests : IDisposable
{
    private const int Size = 128;
    private const int Count = 48;
    private const int BatchSize = 8;

    /// <summary>
    /// A batch's targets (8 images of 8 boxes of 24 bytes), 104 bytes for each native matrix and each argument of a
    /// call of OpenCvSharp, a mosaic's four pictures an image, and an epoch's threads and order, which six batches
    /// share: 57 KB at the most. One decoded picture more would be 49 KB.
    /// </summary>
    private const long MostBytesABatch = 66 << 10;

    /// <summary>
    /// What the process's shared pool may still come to keep of buffers for whole files. Seventeen epochs decode 3,264
    /// pictures: 49 KB each, if they were held.
    /// </summary>
    private const long MostHeldBytes = 4 << 20;

    private readonly TemporaryDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(0, false)]
    public void A_batch_allocates_little_and_no_more_from_epoch_to_epoch(double mosaic, bool cached)
    {
        using var loader = new TrainingLoader(
            Split(),
            new TrainingLoaderOptions
            {
                ImageSize = Size,
                BatchSize = BatchSize,
                Workers = 1,
                Augmentation = new AugmentationOptions { Mosaic = mosaic },
                Cache = cached ? ImageCacheBudget.InMemory(1 << 30) : ImageCacheBudget.None,
            }
        );
        for (var epoch = 0; epoch < 3; epoch++)
            Run(loader, epoch);
        var early = LeastAllocated(() => Run(loader, 3));
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        for (var epoch = 4; epoch < 20; epoch++)
            Run(loader, epoch);
        var late = LeastAllocated(() => Run(loader, 20));
        Assert.InRange(early / loader.BatchCount, 1, MostBytesABatch);
        Assert.InRange(late / loader.BatchCount, 1, MostBytesABatch);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - heap, long.MinValue, MostHeldBytes);
    }

    [Fact]
    public void An_evaluation_allocates_little_a_batch()
    {
        var loader = new EvaluationLoader(
            Split(),
            new EvaluationLoaderOptions
            {
                Input = Extent.Square(Size),
                BatchSize = BatchSize,
                Workers = 1,
            }
        );
        Run(loader);
        // The buffers of the threads, for one picture each, are an enumeration's own.
        Assert.InRange(LeastAllocated(() => Run(loader)), 1, (loader.BatchCount * MostBytesABatch) + (3 * Size * Size));
    }

    /// <summary>
    /// The least of four runs: the shared pool is emptied after full collections, and what fills it again is no growth.
    /// </summary>
    private static long LeastAllocated(Action run) =>
        Enumerable
            .Range(0, 4)
            .Min(_ =>
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                run();
                return GC.GetTotalAllocatedBytes(precise: true) - before;
            });

    private static void Run(TrainingLoader loader, int epoch)
    {
        foreach (var batch in loader.Epoch(epoch))
            batch.Dispose();
    }

    private static void Run(EvaluationLoader loader)
    {
        foreach (var batch in loader.Batches())
            batch.Dispose();
    }

    private DatasetSplit Split()
    {
        for (var i = 0; i < Count; i++)
        {
            _files.WriteImage($"images/train/{i}.bmp", 150, 200 + (i % 4), (y, x) =>
                ((byte)(x + i), (byte)y, (byte)(x * y))
            );
            _files.Write($"labels/train/{i}.txt", "0 .5 .5 .4 .4\n0 .2 .3 .2 .2");
        }

        return _files.Load("names: [thing]\ntrain: images/train\nval: images/train\n").Split("train");
    }
}
