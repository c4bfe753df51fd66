using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Evaluation;
using Pruning.Pipeline.Stages;
using Pruning.Training;

namespace Pruning.DotnetTool.Output;

/// <summary>
/// What <c>train</c> tells. Metrics are those of the file that was written, on the validation images; null without
/// them.
/// </summary>
/// <param name="Planned">Epochs asked for.</param>
/// <param name="Epochs">That ran.</param>
/// <param name="End">Why it ended.</param>
/// <param name="BestEpoch">
/// Counted from 1: the one that was written; 0 for the network that the training began with.
/// </param>
/// <param name="Classes">Those that occur in the validation labels.</param>
internal sealed record TrainOutput(
    string Output,
    int Planned,
    int Epochs,
    TrainingEnd End,
    int BestEpoch,
    [property: JsonPropertyName("mAP50")] double? Map50,
    [property: JsonPropertyName("mAP50-95")] double? Map5095,
    double? Precision,
    double? Recall,
    ImmutableArray<EvaluatedClass> Classes
)
{
    public static TrainOutput Of(string path, TrainingSummary result, EvaluationResult? measured) =>
        new(
            path,
            result.Planned,
            result.Epochs,
            result.End,
            result.BestEpoch,
            measured?.Map50,
            measured?.Map5095,
            measured?.Precision,
            measured?.Recall,
            measured is null ? [] : [.. measured.PerClass.Where(@class => @class.Labels > 0).Select(EvaluatedClass.Of)]
        );
}
