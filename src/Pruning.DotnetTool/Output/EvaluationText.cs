using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>An <see cref="EvaluationOutput"/> for people.</summary>
internal static class EvaluationText
{
    public static void Write(TextWriter writer, EvaluationOutput result)
    {
        writer.WriteLine(
            $"{result.Model} on {result.Dataset} ({result.Split}): {result.Images} images, {result.Labels} "
                + $"labels, {result.ImageSize} px {(result.Rect ? "rectangular" : "square")}, batch {result.Batch}, "
                + $"{result.Runtime}"
        );
        var table = new TextTable("class", "labels", "P", "R", "mAP50", "mAP50-95");
        table.Add(
            "all",
            Numbers.Count(result.Labels),
            Numbers.Metric(result.Metrics.Precision),
            Numbers.Metric(result.Metrics.Recall),
            Numbers.Metric(result.Metrics.Map50),
            Numbers.Metric(result.Metrics.Map5095)
        );
        foreach (var item in result.Classes ?? [])
            table.Add(
                item.Name,
                Numbers.Count(item.Labels),
                Numbers.Metric(item.Precision),
                Numbers.Metric(item.Recall),
                Numbers.Metric(item.Ap50),
                Numbers.Metric(item.Ap5095)
            );
        table.Write(writer);
        if (result.Metrics.F1Confidence is { } confidence)
            writer.WriteLine($"P and R at confidence {Numbers.Metric(confidence)}, where the mean F1 is largest");
        var speed = result.Speed;
        writer.WriteLine(
            $"{Numbers.Milliseconds(speed.Total)} ms an image "
                + $"({Numbers.Milliseconds(speed.ImagesPerSecond ?? 0)} images/s): "
                + $"{Numbers.Milliseconds(speed.Inference)} inference, {Numbers.Milliseconds(speed.Judging)} "
                + $"suppression and matching, {Numbers.Milliseconds(speed.Waiting)} waiting for images"
        );
    }
}
