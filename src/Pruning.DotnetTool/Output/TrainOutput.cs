using System.Text.Json.Serialization;
using Pruning.Training;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>train</c> tells.</summary>
/// <param name="Epochs">That ran.</param>
/// <param name="BestEpoch">Counted from 1: the one that was written.</param>
/// <param name="Map50">On the validation images; null without them.</param>
/// <param name="Map5095">On the validation images; null without them.</param>
internal sealed record TrainOutput(string Output, int Epochs, int BestEpoch, [property: JsonPropertyName("mAP50")] double? Map50, [property: JsonPropertyName("mAP50-95")] double? Map5095)
{
    public static TrainOutput Of(string path, TrainingResult result)
    {
        var best = result.History.FirstOrDefault(record => record.Epoch == result.BestEpoch);
        return new TrainOutput(path, result.History.Length, result.BestEpoch, best?.Map50, best?.Map5095);
    }
}

/// <summary>A <see cref="TrainOutput"/> for people.</summary>
internal static class TrainText
{
    public static void Write(TextWriter writer, TrainOutput result)
    {
        var accuracy = result is { Map50: { } map50, Map5095: { } map5095 }
            ? FormattableString.Invariant($": mAP50 {map50:0.000}, mAP50-95 {map5095:0.000} on the validation images")
            : "";
        writer.WriteLine(FormattableString.Invariant($"{result.Output}: epoch {result.BestEpoch} of {result.Epochs}{accuracy}"));
    }
}
