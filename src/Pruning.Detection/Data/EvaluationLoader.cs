using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// A split's images, letterboxed and batched, decoded ahead on threads of its own. Deterministic, whatever the number
/// of threads.
/// </summary>
public sealed class EvaluationLoader
{
    private readonly EvaluationLoaderOptions _options;
    private readonly ImmutableArray<(ImmutableArray<LabeledImage> Images, Extent Input)> _batches;
    private readonly PixelBufferPool _pool;
    private readonly int _workers;
    private readonly int _ahead;

    public EvaluationLoader(DatasetSplit split, EvaluationLoaderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(options.Input.Height, options.Input.Width), 1);
        _options = options;
        _workers = LoaderWorkers.Resolve(options.Workers);
        _ahead = _workers + options.InHand;
        _pool = new PixelBufferPool(_ahead + options.InHand);
        var batches = options.Rectangular
            ? RectangularBatches.Arrange(split.Images, options.BatchSize, ImageSize, options.Stride)
            : [.. split.Images.Chunk(options.BatchSize).Select(batch => (batch.ToImmutableArray(), options.Input))];
        _batches = options.ImagesAtOnce is { } atOnce
            ?
            [
                .. batches.SelectMany(batch =>
                    batch.Images.Chunk(atOnce(batch.Input)).Select(part => (part.ToImmutableArray(), batch.Input))
                ),
            ]
            : batches;
    }

    /// <summary>Batches, or parts of them where <see cref="EvaluationLoaderOptions.ImagesAtOnce"/> cuts them.</summary>
    public int BatchCount => _batches.Length;

    private int ImageSize => Math.Max(_options.Input.Height, _options.Input.Width);

    /// <summary>All batches, in order. Dispose each when done with it.</summary>
    /// <exception cref="PruneException">An image does not decode (<c>PRUNE2006</c>).</exception>
    public IEnumerable<ImageBatch> Batches(CancellationToken cancellation = default)
    {
        var buffers = Enumerable
            .Range(0, _workers)
            .Select(_ => (Fitted: new PictureBuffer(), Resized: new PictureBuffer()))
            .ToArray();
        using var prefetcher = new Prefetcher<ImageBatch>(
            "evaluation images",
            _batches.Length,
            _workers,
            _ahead,
            (worker, index) => Make(index, buffers[worker].Fitted, buffers[worker].Resized)
        );
        for (var index = 0; index < _batches.Length; index++)
            yield return prefetcher.Take(cancellation);
    }

    private ImageBatch Make(int index, PictureBuffer fitted, PictureBuffer resized)
    {
        var (images, input) = _batches[index];
        var size = 3 * input.Height * input.Width;
        var pixels = _pool.Rent(size * images.Length);
        var letterboxes = ImmutableArray.CreateBuilder<Letterbox>(images.Length);
        for (var i = 0; i < images.Length; i++)
            letterboxes.Add(Load(images[i].Path, input, pixels.AsSpan(i * size, size), fitted, resized));
        return new ImageBatch(pixels, input.Height, input.Width, images, letterboxes.MoveToImmutable(), _pool);
    }

    private Letterbox Load(
        string path,
        Extent input,
        Span<byte> planes,
        PictureBuffer fittedBuffer,
        PictureBuffer resizedBuffer
    )
    {
        using var decoded = ImageDecoder.Decode(path);
        var original = new Extent(decoded.Rows, decoded.Cols);
        var fitted = fittedBuffer.Take(ImageFitting.LongSideTo(ImageSize, original));
        ImageFitting.LongSideTo(ImageSize, decoded, fitted, training: false);
        var letterbox = ImageFitting.Place(original, fitted.Size, input, enlarge: false);
        PlanarPixels.WriteLetterboxed(
            fitted.Resized(letterbox.Resized, OpenCvSharp.InterpolationFlags.Linear, resizedBuffer),
            letterbox,
            planes
        );
        return letterbox;
    }
}
