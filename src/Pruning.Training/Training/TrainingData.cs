using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Evaluation;

namespace Pruning.Training;

/// <summary>What a training sees.</summary>
/// <param name="BatchesPerEpoch">At least 1.</param>
/// <param name="Epoch">
/// The batches of one epoch, counted from 0, given mAP50-95 a class as it was last measured (empty before that): the
/// same at each call. The trainer disposes each batch.
/// </param>
/// <param name="Validate">Measures a detector on the validation images; null trains unwatched.</param>
/// <param name="Identity">
/// Changes when any image, label, seed or augmentation does: a checkpoint is only resumed on the data that it was made
/// on.
/// </param>
public sealed record TrainingData(
    int BatchesPerEpoch,
    Func<int, ImmutableArray<double>, CancellationToken, IEnumerable<TrainingBatch>> Epoch,
    Func<IDetector, CancellationToken, EvaluationResult>? Validate,
    string Identity
)
{
    /// <summary>
    /// Whether each epoch gives the same images, pixel by pixel: then what is known of an image holds in every epoch.
    /// </summary>
    public bool ImagesRepeat { get; init; }

    /// <summary>A loader's batches, watched on a validation split.</summary>
    /// <param name="validation">Null trains unwatched.</param>
    public static TrainingData Create(
        TrainingLoader loader,
        DatasetSplit? validation,
        EvaluationOptions evaluation,
        string identity
    ) =>
        new(
            loader.BatchCount,
            (epoch, accuracy, cancellation) => loader.Epoch(epoch, classAccuracy: accuracy, cancellation: cancellation),
            validation is null
                ? null
                : (detector, cancellation) =>
                    Evaluator.Evaluate(detector, validation, evaluation, cancellation: cancellation),
            identity
        );
}
