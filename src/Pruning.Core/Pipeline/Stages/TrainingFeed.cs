using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Training;

namespace Pruning.Pipeline.Stages;

/// <summary>The dataset as a trainer takes it: augmented training batches, and a measurement on the validation images.</summary>
internal sealed class TrainingFeed
{
    public TrainingFeed(ProjectInputs inputs, long seed)
    {
        var loader = new TrainingLoader(inputs.Dataset.Split("train"), new TrainingLoaderOptions
        {
            ImageSize = inputs.Options.ImageSize,
            BatchSize = inputs.Options.BatchSize,
            Seed = seed,
            Augmentation = inputs.Augmentation,
        });
        var validation = inputs.Dataset.HasSplit(ProjectInputs.Validation) ? inputs.Dataset.Split(ProjectInputs.Validation) : null;
        var measure = new EvaluationOptions { ImageSize = inputs.Options.ImageSize, BatchSize = inputs.Options.BatchSize };
        Data = TrainingData.Of(
            loader,
            validation,
            measure,
            new FingerprintBuilder().Add("seed", seed).Add("train", inputs.Splits.Of("train")).Add("augmentation", inputs.Augmentation.ToString()).Build().Hex);
    }

    public TrainingData Data { get; }
}
