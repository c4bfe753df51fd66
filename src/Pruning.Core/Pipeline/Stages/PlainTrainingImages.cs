using Pruning.Data;
using Pruning.Execution;
using Pruning.Slimming;

namespace Pruning.Pipeline.Stages;

/// <summary>Training images without augmentation, in one order: what a network is measured by around the cut. Each comes once.</summary>
internal sealed class PlainTrainingImages(ProjectInputs inputs)
{
    /// <summary>In single precision, as the exported model computes.</summary>
    public ExecutionOptions Execution => inputs.Execution with { Precision = Precision.Fp32 };

    /// <summary>The first batches; the same ones at each call.</summary>
    public IEnumerable<TrainingBatch> Take(int batches)
    {
        using var loader = new TrainingLoader(inputs.Dataset.Split("train"), new TrainingLoaderOptions
        {
            ImageSize = inputs.Options.ImageSize,
            BatchSize = inputs.Options.BatchSize,
            Seed = inputs.Options.Seed,
            Augmentation = AugmentationOptions.None,
            Cache = ImageCacheBudget.None,
        });
        foreach (var batch in loader.Epoch(0).Take(batches))
            yield return batch;
    }

    /// <summary>What these images tell about channels.</summary>
    public IChannelEvidence Evidence(CancellationToken cancellation) =>
        new ImageEvidence(() => Take(inputs.Options.ImportanceBatches), inputs.Options.ImageSize, inputs.Hyperparameters, Execution, cancellation);

    public void Describe(FingerprintBuilder description) => description
        .Add("training images", inputs.Splits.Of("train"))
        .Add("batch", inputs.Options.BatchSize)
        .Add("image seed", inputs.Options.Seed)
        .Add("device", inputs.Execution.Device.IsCuda ? "cuda" : "cpu");
}
