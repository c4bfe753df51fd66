using System.Text.Json.Serialization;

namespace Pruning.Reporting;

/// <summary>Accuracy as fractions; null where it could not be measured.</summary>
public sealed record MetricsReport(
    [property: JsonPropertyName("mAP50")] double? Map50,
    [property: JsonPropertyName("mAP50-95")] double? Map5095,
    double? Precision,
    double? Recall
);
