using Pruning.Data;
using Pruning.Execution;
using Pruning.Pruners.Reconstruction.Imitation;
using Pruning.Training;

namespace Pruning.Pipeline.Options;

/// <summary>How accuracy that a cut hides is brought back without labels.</summary>
/// <param name="Reconstruct">Whether weights are fitted after a cut of channels.</param>
/// <param name="ImitationSteps">Steps of learning from the whole network behind that; null for auto.</param>
/// <param name="Precision">Their arithmetic; null for auto.</param>
public sealed record RecoveryOptions(
    bool Reconstruct,
    int? ImitationSteps,
    Precision? Precision,
    CalibrationOptions Images
)
{
    // As a training of so many epochs: a hundred images make 420 steps.
    internal const int ImitationEpochs = 60;

    internal const int MostImitationSteps = 500;

    /// <summary>Whether something may imitate: <c>auto</c> leaves it out only where nothing trains.</summary>
    internal bool Imitates => Reconstruct && ImitationSteps != 0;

    /// <summary>What has no effect nulled.</summary>
    internal RecoveryOptions Effective => Imitates ? this : this with { ImitationSteps = 0, Precision = null };

    /// <param name="trains">Whether what was cut is trained afterwards.</param>
    public static RecoveryOptions Read(ProjectRequest request, bool trains) =>
        new(
            OptionCatalogue.Reconstruct.Read(request),
            OptionCatalogue.ImitationSteps.Read(request) ?? (trains ? null : 0),
            TrainingPrecision.Named(OptionCatalogue.Precision.Read(request)),
            CalibrationOptions.Read(request)
        );

    /// <param name="rounds">Cuts that share the steps.</param>
    internal ImitationOptions Imitation(Dataset dataset, int rounds) =>
        new((ImitationSteps ?? AutomaticSteps(ImagesOf(dataset).BatchesOf(Images.BatchSize))) / rounds)
        {
            Precision = Precision,
        };

    /// <summary>Not by the number of epochs: who fine-tunes for longer does not cut again.</summary>
    /// <param name="batches">An epoch.</param>
    internal static int AutomaticSteps(int batches) =>
        (int)Math.Min(MostImitationSteps, (long)ImitationEpochs * batches);

    /// <summary>What is imitated on: the training images, and those without labels behind them.</summary>
    internal static DatasetSplit ImagesOf(Dataset dataset) =>
        dataset.Split("train") is var train && dataset.HasSplit(Dataset.Unlabeled)
            ? train with
            {
                Images = [.. train.Images, .. dataset.Split(Dataset.Unlabeled).Images],
            }
            : train;
}
