using System.Collections.Immutable;
using Pruning.Evaluation;

namespace Pruning.Reporting;

/// <summary>What a model's file scored on a split of the dataset, in ONNX Runtime.</summary>
public sealed record AccuracyReport(
    string Split,
    int Images,
    int Labels,
    MetricsReport Metrics,
    ImmutableArray<ClassReport> Classes
)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "accuracy.json";

    /// <summary>
    /// The confidence at which precision and recall were read, where the F1 of all classes is largest; null where
    /// nothing was measured.
    /// </summary>
    public double? F1Confidence { get; init; }

    public static AccuracyReport Of(string split, EvaluationResult result) =>
        new(
            split,
            result.Images,
            result.Labels,
            new MetricsReport(result.Map50, result.Map5095, result.Precision, result.Recall),
            [
                .. result.PerClass.Select(@class => new ClassReport(
                    @class.Name,
                    @class.Labels,
                    @class.Precision,
                    @class.Recall,
                    @class.Ap50,
                    @class.Ap5095
                )),
            ]
        )
        {
            F1Confidence = result.F1Confidence,
        };
}
