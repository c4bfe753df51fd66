using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>
/// One class's part of an <see cref="EvaluationResult"/>; metrics are null where the class has no labels.
/// </summary>
public sealed record ClassResult(
    int Index,
    string Name,
    int Labels,
    double? Precision,
    double? Recall,
    double? Ap50,
    double? Ap5095
)
{
    /// <summary>Precision at IoU 0.5 over recall 0, 0.01 … 1; empty where the class has no labels.</summary>
    public ImmutableArray<double> PrecisionByRecall { get; init; } = [];
}
