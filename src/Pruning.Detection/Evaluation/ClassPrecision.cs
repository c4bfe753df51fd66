using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>One class's average precision.</summary>
/// <param name="Precision">At the confidence where the mean F1 over classes peaks.</param>
/// <param name="Recall">Likewise.</param>
/// <param name="Averages">Average precision at IoU 0.50, 0.55 … 0.95.</param>
public sealed record ClassPrecision(
    int ClassIndex,
    int Labels,
    double Precision,
    double Recall,
    ImmutableArray<double> Averages
)
{
    /// <summary>The confidence at which precision and recall were read: the same for all classes, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Precision at IoU 0.5 over recall 0, 0.01 … 1.</summary>
    public ImmutableArray<double> PrecisionByRecall { get; init; } = [];
}
