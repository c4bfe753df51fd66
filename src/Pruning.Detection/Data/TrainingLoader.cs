using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// A split's images, augmented, shuffled and batched for training, prepared ahead on threads of its own. What comes is
/// a function of the seed, the epoch and the options alone: not of the number of threads, nor of what was asked for
/// before. So training resumes exactly at any batch.
/// </summary>
public sealed class TrainingLoader : IDisposable
{
    /// <summary>Marks the draw that orders an epoch: no image has this index.</summary>
    private const long ShuffleIndex = -1;

    /// <summary>Marks the draw of a batch's side: the batch's number is taken off.</summary>
    private const long SideIndex = -2;

    private readonly DatasetSplit _split;
    private readonly TrainingLoaderOptions _options;
    private readonly ImageCache _cache;
    private readonly Augmenter[] _augmenters;
    private readonly List<float>[] _targets;
    private readonly PixelBufferPool _pool;

    /// <exception cref="PruneException">The split has no labels (<c>PRUNE2011</c>).</exception>
    public TrainingLoader(DatasetSplit split, TrainingLoaderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Stride, 1);
        if (split.LabelCount == 0)
            throw new PruneException(
                Codes.NoLabels,
                $"The {split.Images.Length} images of '{split.Name}' have no labels: a detector cannot learn "
                    + $"from background alone. Labels are expected like '{split.Images.FirstOrDefault()?.LabelPath}'."
            );
        (_split, _options) = (split, options);
        _cache = options.Cache.Open(split, options.ImageSize);
        _augmenters =
        [
            .. Enumerable
                .Range(0, LoaderWorkers.Resolve(options.Workers))
                .Select(_ => new Augmenter(split, _cache, options)),
        ];
        _targets = [.. _augmenters.Select(_ => new List<float>())];
        _pool = new PixelBufferPool(Ahead + 1);
    }

    /// <summary>Batches in an epoch, a smaller last one included.</summary>
    public int BatchCount => _split.BatchesOf(_options.BatchSize);

    /// <summary>Images in an epoch.</summary>
    public int ImageCount => _split.Images.Length;

    /// <summary>How often an image was decoded, so far.</summary>
    internal int Decoded => _cache.Decoded;

    /// <summary>Gives back the disk that decoded images took. After the last epoch.</summary>
    public void Dispose() => _cache.Dispose();

    private int Ahead => Math.Max(_options.Prefetch, _augmenters.Length);

    /// <summary>
    /// An epoch's batches in order. Dispose each when done with it. One epoch at a time: its threads share the loader's
    /// buffers.
    /// </summary>
    /// <param name="epoch">Any number; each has its own order and variations.</param>
    /// <param name="firstBatch">Skips the batches before it, without making them.</param>
    /// <param name="classAccuracy">
    /// With <see cref="TrainingLoaderOptions.ImageWeights"/>: mAP50-95 a class, empty before the first measurement.
    /// </param>
    /// <exception cref="PruneException">An image does not decode (<c>PRUNE2006</c>).</exception>
    public IEnumerable<TrainingBatch> Epoch(
        int epoch,
        int firstBatch = 0,
        ImmutableArray<double> classAccuracy = default,
        CancellationToken cancellation = default
    )
    {
        var order = Order(epoch, classAccuracy);
        var count = Math.Max(0, BatchCount - firstBatch);
        using var prefetcher = new Prefetcher<TrainingBatch>(
            "training images",
            count,
            _augmenters.Length,
            Ahead,
            (worker, item) => Make(worker, epoch, firstBatch + item, order)
        );
        for (var item = 0; item < count; item++)
            yield return prefetcher.Take(cancellation);
    }

    private Drawn[] Order(int epoch, ImmutableArray<double> classAccuracy)
    {
        var order = Enumerable.Range(0, _split.Images.Length).ToArray();
        var random = new CounterRandom(_options.Seed, epoch, ShuffleIndex);
        if (_options.ImageWeights)
            order = ImageWeights.Draw(
                ImageWeights.OfImages(_split, ImageWeights.OfClasses(_split, classAccuracy)),
                ref random
            );
        else
            random.Shuffle(order);
        var times = new int[order.Length];
        return [.. order.Select(image => new Drawn(image, times[image]++))];
    }

    private int SideOf(int epoch, int batch) =>
        _options.MultiScale
            ? MultiScale.SideOf(
                new CounterRandom(_options.Seed, epoch, SideIndex - batch).NextDouble(),
                _options.ImageSize,
                _options.Stride
            )
            : _options.ImageSize;

    private TrainingBatch Make(int worker, int epoch, int batch, Drawn[] order)
    {
        var images = order.AsSpan(
            batch * _options.BatchSize,
            Math.Min(_options.BatchSize, order.Length - batch * _options.BatchSize)
        );
        var side = SideOf(epoch, batch);
        var imageBytes = 3 * side * side;
        var pixels = _pool.Rent(imageBytes * images.Length);
        var targets = _targets[worker];
        targets.Clear();
        for (var place = 0; place < images.Length; place++)
            _augmenters[worker]
                .Make(
                    epoch,
                    images[place].Image,
                    images[place].Time,
                    side,
                    pixels.AsSpan(place * imageBytes, imageBytes),
                    place,
                    targets
                );
        return new TrainingBatch(pixels, images.Length, side, side, [.. targets], _pool);
    }

    /// <param name="Image">Its index in the split.</param>
    /// <param name="Time">How often it was drawn before in this epoch.</param>
    private readonly record struct Drawn(int Image, int Time);
}
