using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Evaluation;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>evaluate</c> tells. Metrics are fractions, null where there was nothing to measure.</summary>
/// <param name="Classes">Null unless asked for.</param>
/// <param name="Speed">Milliseconds an image.</param>
internal sealed record EvaluationOutput(
    string Model,
    string Dataset,
    string Split,
    string Runtime,
    EvaluationMetrics Metrics,
    int Images,
    int Labels,
    int ImageSize,
    int Batch,
    bool Rect,
    double Confidence,
    double Iou,
    EvaluationSpeed Speed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<EvaluatedClass>? Classes
)
{
    public static EvaluationOutput Of(
        string model,
        string dataset,
        string split,
        string runtime,
        EvaluationOptions options,
        EvaluationResult result,
        bool perClass
    ) =>
        new(
            model,
            dataset,
            split,
            runtime,
            new EvaluationMetrics(result.Map50, result.Map5095, result.Precision, result.Recall, result.F1Confidence),
            result.Images,
            result.Labels,
            options.ImageSize,
            options.BatchSize,
            options.Rectangular,
            // Shortest text of the single-precision threshold: 0.001, not 0.0010000000474974513.
            double.Parse(
                options.Confidence.ToString(System.Globalization.CultureInfo.InvariantCulture),
                System.Globalization.CultureInfo.InvariantCulture
            ),
            options.SuppressionIou,
            result.Speed,
            perClass ? [.. result.PerClass.Where(@class => @class.Labels > 0).Select(EvaluatedClass.Of)] : null
        );
}

/// <summary>The figures that YOLOv5's field quotes.</summary>
/// <param name="F1Confidence">The confidence at which precision and recall were read.</param>
internal sealed record EvaluationMetrics(
    [property: JsonPropertyName("mAP50")] double? Map50,
    [property: JsonPropertyName("mAP50-95")] double? Map5095,
    double? Precision,
    double? Recall,
    double? F1Confidence
);

/// <summary>One class that occurs in the labels.</summary>
internal sealed record EvaluatedClass(
    int Index,
    string Name,
    int Labels,
    double? Precision,
    double? Recall,
    [property: JsonPropertyName("AP50")] double? Ap50,
    [property: JsonPropertyName("AP50-95")] double? Ap5095
)
{
    public static EvaluatedClass Of(ClassResult result) =>
        new(result.Index, result.Name, result.Labels, result.Precision, result.Recall, result.Ap50, result.Ap5095);
}
