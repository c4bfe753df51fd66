using Pruning.Data;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// The dataset as a trainer takes it: augmented training batches, and a measurement on the validation images.
/// </summary>
internal sealed class TrainingFeed : IDisposable
{
    private readonly TrainingLoader _loader;

    /// <param name="size">Side of the images in pixels.</param>
    /// <param name="stride">The network's largest.</param>
    /// <param name="context">Its work folder takes decoded images that memory does not.</param>
    public TrainingFeed(TrainOptions options, StageInputs inputs, int size, int stride, StageContext context)
    {
        var train = inputs.Dataset.Split("train");
        var cache = inputs.ImageCache.Resolve(context.WorkFolder, context.Diagnostics);
        context.Report(cache.Describe(train, size), null);
        _loader = new TrainingLoader(train, options.ForLoader(size, train, stride, inputs.Augmentation, cache));
        Data = TrainingData.Create(
            _loader,
            inputs.Watched,
            options.ForEvaluation(size),
            IdentityOf(options, inputs)
        ) with
        {
            ImagesRepeat = inputs.Augmentation == AugmentationOptions.None && !options.MultiScale,
        };
    }

    public TrainingData Data { get; }

    public void Dispose() => _loader.Dispose();

    private static string IdentityOf(TrainOptions options, StageInputs inputs) =>
        new FingerprintBuilder()
            .Add("seed", options.Seed)
            .AddInputs([inputs.TrainingImages, inputs.Augmented])
            .Add("multi-scale", options.MultiScale)
            .Add("image weights", options.ImageWeights)
            .Build()
            .Hex;
}
