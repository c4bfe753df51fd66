using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>
/// What a measurement gave. A metric is null where it could not be measured (no labels, no images): null is "unknown",
/// never 0 and never good enough for a gate. All are fractions, 0 to 1; averages run over the classes that occur in the
/// labels.
/// </summary>
/// <param name="Precision">Mean over classes at the confidence where the mean F1 peaks.</param>
/// <param name="Recall">Likewise.</param>
/// <param name="Map50">Mean average precision at IoU 0.5.</param>
/// <param name="Map5095">Mean average precision, averaged over IoU 0.50, 0.55 … 0.95.</param>
/// <param name="PerClass">
/// One a class of the dataset, in order, classes without labels included (their metrics are null).
/// </param>
/// <param name="Images">Images that were run.</param>
/// <param name="Labels">Boxes in their labels.</param>
public sealed record EvaluationResult(
    double? Precision,
    double? Recall,
    double? Map50,
    double? Map5095,
    ImmutableArray<ClassResult> PerClass,
    int Images,
    int Labels,
    EvaluationSpeed Speed
)
{
    /// <summary>
    /// The confidence at which <see cref="Precision"/> and <see cref="Recall"/> were read; null where they are.
    /// </summary>
    public double? F1Confidence { get; init; }

    /// <summary>One an image, in their order.</summary>
    public ImmutableArray<PictureTally> Pictures { get; init; } = [];
}
