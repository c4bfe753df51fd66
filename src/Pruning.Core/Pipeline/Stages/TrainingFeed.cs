using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>The dataset as a trainer takes it: augmented training batches, and a measurement on the validation images.</summary>
internal sealed class TrainingFeed : IDisposable
{
    private readonly TrainingLoader _loader;

    /// <param name="size">Side of the images in pixels.</param>
    /// <param name="context">Its work folder takes decoded images that memory does not.</param>
    /// <param name="stride">The network's largest.</param>
    public TrainingFeed(ProjectInputs inputs, long seed, int size, int stride, StageContext context)
    {
        var train = inputs.Dataset.Split("train");
        var cache = ImageCacheBudget.Resolve(inputs.Options.ImageCacheMemory, inputs.Options.ImageCacheDisk, context.WorkFolder, context.Diagnostics);
        context.Report(cache.Describe(train, size), null);
        _loader = new TrainingLoader(train, new TrainingLoaderOptions
        {
            ImageSize = size,
            BatchSize = inputs.Options.BatchSize,
            Seed = seed,
            Augmentation = inputs.Augmentation,
            Cache = cache,
            MultiScale = inputs.Options.MultiScale,
            Stride = stride,
            ImageWeights = inputs.Options.ImageWeights,
        });
        var validation = inputs.Dataset.HasSplit(ProjectInputs.Validation) ? inputs.Dataset.Split(ProjectInputs.Validation) : null;
        var measure = new EvaluationOptions { ImageSize = size, BatchSize = inputs.Options.BatchSize };
        Data = TrainingData.Of(
            _loader,
            validation,
            measure,
            new FingerprintBuilder()
                .Add("seed", seed)
                .Add("train", inputs.Splits.Of("train"))
                .AddRecord("augmentation", inputs.Augmentation)
                .Add("multi-scale", inputs.Options.MultiScale)
                .Add("image weights", inputs.Options.ImageWeights)
                .Build().Hex) with { ImagesRepeat = inputs.Augmentation == AugmentationOptions.None && !inputs.Options.MultiScale };
    }

    public TrainingData Data { get; }

    public void Dispose() => _loader.Dispose();
}
