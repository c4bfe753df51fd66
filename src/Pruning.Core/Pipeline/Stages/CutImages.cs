using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Slimming;
using Pruning.Slimming.Reconstruction;
using Pruning.Slimming.Reconstruction.Imitation;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Training images, varied as a training varies them, in one order: what a network is measured by around the cut. It is measured with the
/// statistics of its batches, and those of plain images are others. docs/slimming.md has the figures.
/// </summary>
/// <param name="Dataset">Has a train split.</param>
/// <param name="Splits">Its content.</param>
/// <param name="Augmentation">What the network was trained with.</param>
/// <param name="ImageSize">Pixels.</param>
/// <param name="Seed">Of the order and the variations.</param>
/// <param name="Hyperparameters">They weigh the loss.</param>
/// <param name="Device">Where the network computes.</param>
public sealed record CutImages(Dataset Dataset, SplitHashes Splits, AugmentationOptions Augmentation, int ImageSize, int BatchSize, int Seed, Hyperparameters Hyperparameters, ExecutionOptions Device)
{
    // No training reaches it: a network must not be judged by images that it has seen pixel by pixel.
    private const int FirstEpoch = 1 << 20;

    private const long CacheBytes = 1L << 28;

    // A gradient is squared batch by batch, and a mosaic mixes four pictures as it is. docs/slimming.md has the figures.
    internal const int ImagesAGradient = 4;

    // Enough images for statistics, few enough to take seconds.
    private const int CalibrationBatches = 32;

    /// <summary>In single precision, as the exported model computes.</summary>
    public ExecutionOptions Execution => Device with { Precision = Precision.Fp32 };

    // What a project has of them.
    private bool TakesUnlabeled { get; init; }

    /// <summary>The same images, and those that a project has beside them without labels.</summary>
    public CutImages WithUnlabeled => this with { TakesUnlabeled = true };

    public static CutImages Of(ProjectInputs inputs) => new(
        inputs.Dataset, inputs.Splits, inputs.Augmentation, inputs.Options.ImageSize, inputs.Options.BatchSize, inputs.Options.Seed, inputs.Hyperparameters, inputs.Execution);

    /// <summary>The first batches; the same ones at each call. Images come again in other variations where there are too few.</summary>
    /// <param name="skipped">Batches before the first.</param>
    public IEnumerable<TrainingBatch> Take(int batches, int skipped = 0)
    {
        using var loader = new TrainingLoader(TakesUnlabeled ? ImitationChoice.ImagesOf(Dataset) : Dataset.Split("train"), new TrainingLoaderOptions
        {
            ImageSize = ImageSize,
            BatchSize = BatchSize,
            Seed = Seed,
            Augmentation = Augmentation,
            // A mosaic reads four images.
            Cache = ImageCacheBudget.InMemory(CacheBytes),
        });
        for (var (epoch, taken, first) = (FirstEpoch + (skipped / loader.BatchCount), 0, skipped % loader.BatchCount); taken < batches; epoch++, first = 0)
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
        new ImageEvidence(() => Take(batches), ImageSize, Hyperparameters, Execution, cancellation) { GradientBatches = () => (this with { BatchSize = Math.Min(BatchSize, ImagesAGradient) }).Take(batches) };

    /// <summary>
    /// Brings back what a cut hides, as far as that takes no labels: weights are fitted to what the network gave before, then learn to give it, then
    /// BatchNorm statistics are measured again, all on these images.
    /// </summary>
    /// <param name="network">Before the cut.</param>
    /// <param name="channels">Which channels stayed; null where all of them did.</param>
    /// <param name="reconstructs">Whether weights are fitted after channels have gone.</param>
    /// <param name="imitation">How weights learn after they were fitted; null leaves that out.</param>
    public Network Recover(Network network, Network cut, PrunePlan? channels, bool reconstructs, ImitationOptions? imitation, RecoveryWork work)
    {
        // What a training has led to zero, or what went before it, is no loss: the network computes what it did, and its statistics hold. Measured anew, on a few
        // augmented batches, they would cost: docs/importance.md has the figures.
        if (channels is not null && ZeroPadding.IsSilent(network, cut, channels))
            return cut;
        var isFitted = reconstructs && channels is not null;
        if (isFitted)
        {
            work.Report("fitting weights to the whole network", null);
            cut = WeightReconstruction.Run(network, cut, channels!, Take(WeightReconstruction.AffordableBatches(network, BatchSize, ImageSize)), Execution, work.Cancellation);
        }

        if (!SparseTrainStage.HasNorms(cut))
            return cut;
        if (isFitted && imitation is { Steps: > 0 })
            cut = new ImitationRun(this, imitation, work).Run(network, cut, channels!);
        work.Report("measuring BatchNorm statistics", null);
        return BatchNormCalibration.Recalibrate(cut, Take(CalibrationBatches), Execution, work.Cancellation);
    }

    /// <summary>What imitation sees beyond the training images; nothing where there is no more.</summary>
    public void DescribeUnlabeled(FingerprintBuilder description)
    {
        if (Dataset.HasSplit(Dataset.Unlabeled))
            description.Add("unlabelled images", Splits.Of(Dataset.Unlabeled));
    }

    public void Describe(FingerprintBuilder description) => description
        .Add("training images", Splits.Of("train"))
        .AddRecord("augmentation", Augmentation)
        .Add("batch", BatchSize)
        .Add("image seed", Seed)
        .Add("device", Device.Device.IsCuda ? "cuda" : "cpu");
}
