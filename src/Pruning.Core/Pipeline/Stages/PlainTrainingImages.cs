using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Slimming;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>Training images without augmentation, in one order: what a network is measured by around the cut. Each comes once.</summary>
/// <param name="Dataset">Has a train split.</param>
/// <param name="Splits">Its content.</param>
/// <param name="ImageSize">Pixels.</param>
/// <param name="Seed">Of the order.</param>
/// <param name="Hyperparameters">They weigh the loss.</param>
/// <param name="Device">Where the network computes.</param>
public sealed record PlainTrainingImages(Dataset Dataset, SplitHashes Splits, int ImageSize, int BatchSize, int Seed, Hyperparameters Hyperparameters, ExecutionOptions Device)
{
    // Enough images for statistics, few enough to take seconds.
    private const int CalibrationBatches = 32;

    /// <summary>In single precision, as the exported model computes.</summary>
    public ExecutionOptions Execution => Device with { Precision = Precision.Fp32 };

    public static PlainTrainingImages Of(ProjectInputs inputs) => new(
        inputs.Dataset, inputs.Splits, inputs.Options.ImageSize, inputs.Options.BatchSize, inputs.Options.Seed, inputs.Hyperparameters, inputs.Execution);

    /// <summary>The first batches; the same ones at each call.</summary>
    public IEnumerable<TrainingBatch> Take(int batches)
    {
        using var loader = new TrainingLoader(Dataset.Split("train"), new TrainingLoaderOptions
        {
            ImageSize = ImageSize,
            BatchSize = BatchSize,
            Seed = Seed,
            Augmentation = AugmentationOptions.None,
            Cache = ImageCacheBudget.None,
        });
        foreach (var batch in loader.Epoch(0).Take(batches))
            yield return batch;
    }

    /// <summary>What these images tell about channels.</summary>
    public IChannelEvidence Evidence(int batches, CancellationToken cancellation) =>
        new ImageEvidence(() => Take(batches), ImageSize, Hyperparameters, Execution, cancellation);

    /// <summary>
    /// A network with its BatchNorm statistics measured on them. Plain images: the statistics shall fit what the model will see, and
    /// fine-tuning adapts them to augmentation by itself.
    /// </summary>
    public Network Recalibrate(Network network, CancellationToken cancellation) =>
        BatchNormCalibration.Recalibrate(network, Take(CalibrationBatches), Execution, cancellation);

    public void Describe(FingerprintBuilder description) => description
        .Add("training images", Splits.Of("train"))
        .Add("batch", BatchSize)
        .Add("image seed", Seed)
        .Add("device", Device.Device.IsCuda ? "cuda" : "cpu");
}
