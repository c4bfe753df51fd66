using System.Globalization;
using System.Text.Json.Nodes;

namespace Pruning.Reporting.Provenance;

/// <summary>A model card as CycloneDX has it: what the model takes, gives and scores.</summary>
internal static class ModelCard
{
    /// <summary>With the accuracy on the split that the gates judge.</summary>
    public static JsonObject Of(ModelReport model) => Write(model.Summary, Accuracy(model.Accuracy));

    /// <summary>With all that was measured.</summary>
    public static JsonObject Of(RunReport report)
    {
        var (model, latency) = (report.Model, report.Latency);
        return Write(
            model.Summary,
            [
                .. Accuracy(model.Accuracy),
                .. model.Accuracy.Classes.SelectMany(one => Class(model.Accuracy.Split, one)),
                .. model.Test is { } test ? Accuracy(test) : [],
                .. Metric("parameters", model.Summary.Parameters),
                .. Metric("FLOPs", model.Summary.Flops),
                .. Metric("bytes", model.Summary.FileSize),
                Interval(
                    Metric("latency, of the dense model's", latency.Ratio)[0],
                    latency.RatioLow,
                    latency.RatioHigh
                ),
            ]
        );
    }

    private static JsonObject Write(ModelSummary summary, IEnumerable<JsonObject> metrics) =>
        new()
        {
            ["modelParameters"] = new JsonObject
            {
                ["approach"] = new JsonObject { ["type"] = "supervised" },
                ["task"] = "object detection",
                ["architectureFamily"] = "convolutional neural network",
                ["modelArchitecture"] = summary.IsQuantized ? "YOLOv5, pruned, 8-bit integers" : "YOLOv5, pruned",
                ["inputs"] = Format(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"float32 [1, 3, {summary.ImageSize}, {summary.ImageSize}]: a picture, RGB, 0 to 1, letterboxed"
                    )
                ),
                ["outputs"] = Format(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"float32 [1, boxes, {5 + summary.Classes.Length}]: centre, size, objectness, a score a class"
                    )
                ),
            },
            ["quantitativeAnalysis"] = new JsonObject { ["performanceMetrics"] = new JsonArray([.. metrics]) },
        };

    private static JsonArray Format(string text) => new(new JsonObject { ["format"] = text });

    private static IEnumerable<JsonObject> Accuracy(AccuracyReport accuracy) =>
        [
            .. Metric("mAP50", accuracy.Metrics.Map50, accuracy.Split),
            .. Metric("mAP50-95", accuracy.Metrics.Map5095, accuracy.Split),
            .. Metric("precision", accuracy.Metrics.Precision, accuracy.Split),
            .. Metric("recall", accuracy.Metrics.Recall, accuracy.Split),
            .. Metric("F1 confidence", accuracy.F1Confidence, accuracy.Split),
        ];

    private static IEnumerable<JsonObject> Class(string split, ClassReport one) =>
        [.. Metric("AP50", one.Ap50, $"{split}, {one.Name}"), .. Metric("AP50-95", one.Ap, $"{split}, {one.Name}")];

    /// <summary>None where it was not measured.</summary>
    private static JsonObject[] Metric(string type, double? value, string? slice = null)
    {
        if (value is not { } number)
            return [];
        var metric = new JsonObject { ["type"] = type, ["value"] = Text(number) };
        if (slice is not null)
            metric["slice"] = slice;
        return [metric];
    }

    private static JsonObject Interval(JsonObject metric, double low, double high)
    {
        metric["confidenceInterval"] = new JsonObject { ["lowerBound"] = Text(low), ["upperBound"] = Text(high) };
        return metric;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
