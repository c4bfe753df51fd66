using Pruning.Data;
using Pruning.Slimming.Reconstruction.Imitation;

namespace Pruning.Pipeline.Stages;

/// <summary>How long a project's cut network learns from the whole one.</summary>
internal static class ImitationChoice
{
    // As a training of so many epochs: a hundred images make 420 steps.
    internal const int Epochs = 60;

    internal const int MostSteps = 500;

    /// <param name="rounds">Cuts that share the steps.</param>
    public static ImitationOptions Of(ProjectInputs inputs, int rounds = 1)
    {
        var options = inputs.Options;
        var batches = ImagesOf(inputs.Dataset).BatchesOf(options.BatchSize);
        return new ImitationOptions((options.ImitationSteps ?? Automatic(batches, options.SparseEpochs > 0 || options.FineTuneEpochs > 0)) / rounds) { Precision = inputs.Precision };
    }

    /// <summary>What is imitated on: the training images, and those without labels behind them.</summary>
    public static DatasetSplit ImagesOf(Dataset dataset) => dataset.Split("train") is var train && dataset.HasSplit(Dataset.Unlabeled)
        ? train with { Images = [.. train.Images, .. dataset.Split(Dataset.Unlabeled).Images] }
        : train;

    /// <summary>Not by the number of epochs: who fine-tunes for longer does not cut again.</summary>
    /// <param name="batches">An epoch.</param>
    /// <param name="trains">Whether the project trains what it has cut.</param>
    public static int Automatic(int batches, bool trains) => trains ? (int)Math.Min(MostSteps, (long)Epochs * batches) : 0;
}
