using Pruning.Data;
using Pruning.Execution;
using Pruning.Pipeline.Options;
using Pruning.Pruners;

namespace Pruning.Pipeline.Prune;

/// <summary>
/// Training images, varied as a training varies them, in one order: what a network is measured by around the cut. It is
/// measured with the statistics of its batches, and those of plain images are others. docs/slimming.md has the figures.
/// </summary>
/// <param name="Inputs">Whose training images they are.</param>
/// <param name="Options">How many at a time, in which order.</param>
/// <param name="ImageSize">Side in pixels.</param>
public sealed record CalibrationImages(StageInputs Inputs, CalibrationOptions Options, int ImageSize)
{
    // No training reaches it: a network must not be judged by images that it has seen pixel by pixel.
    private const int FirstEpoch = 1 << 20;

    private const long CacheBytes = 1L << 28;

    // A gradient is squared batch by batch, and a mosaic mixes four pictures as it is. docs/slimming.md has the
    // figures.
    internal const int ImagesAGradient = 4;

    /// <summary>In single precision, as the exported model computes.</summary>
    public ExecutionOptions Execution => Inputs.Execution with { Precision = Precision.Fp32 };

    /// <summary>What their use depends on.</summary>
    internal IEnumerable<StageInput> Reads => [Inputs.TrainingImages, Inputs.Augmented, Inputs.Device];

    // What a project has of them.
    private bool TakesUnlabeled { get; init; }

    /// <summary>The same images, and those that a project has beside them without labels.</summary>
    public CalibrationImages WithUnlabeled => this with { TakesUnlabeled = true };

    // The same images, so many at a time.
    private CalibrationImages InBatchesOf(int images) => this with { Options = Options with { BatchSize = images } };

    /// <summary>
    /// The first batches; the same ones at each call. Images come again in other variations where there are too few.
    /// </summary>
    /// <param name="skipped">Batches before the first.</param>
    public IEnumerable<TrainingBatch> Take(int batches, int skipped = 0)
    {
        using var loader = new TrainingLoader(
            TakesUnlabeled ? RecoveryOptions.ImagesOf(Inputs.Dataset) : Inputs.Dataset.Split("train"),
            new TrainingLoaderOptions
            {
                ImageSize = ImageSize,
                BatchSize = Options.BatchSize,
                Seed = Options.Seed,
                Augmentation = Inputs.Augmentation,
                // A mosaic reads four images.
                Cache = ImageCacheBudget.InMemory(CacheBytes),
            }
        );
        for (
            var (epoch, taken, first) = (FirstEpoch + (skipped / loader.BatchCount), 0, skipped % loader.BatchCount);
            taken < batches;
            epoch++, first = 0
        )
        {
            foreach (var batch in loader.Epoch(epoch, first).Take(batches - taken))
            {
                taken++;
                yield return batch;
            }
        }
    }

    /// <summary>What these images tell about channels.</summary>
    public ICalibrationStatistics Evidence(int batches, CancellationToken cancellation) =>
        new ImageEvidence(() => Take(batches), ImageSize, Inputs.Hyperparameters, Execution, cancellation)
        {
            GradientBatches = () => InBatchesOf(Math.Min(Options.BatchSize, ImagesAGradient)).Take(batches),
        };
}
