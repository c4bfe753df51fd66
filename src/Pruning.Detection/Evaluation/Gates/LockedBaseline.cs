using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// The metrics that a team has agreed on: <c>&lt;project&gt;.pruning.lock.json</c> beside the project, reviewed like
/// code. A build whose model is worse fails.
/// </summary>
/// <param name="Version">Of this format.</param>
/// <param name="Split">The split that the accuracy was measured on.</param>
/// <param name="Images">How many images that were.</param>
/// <param name="Sha256">
/// Of the ONNX file that was measured, for people: another file with the same metrics is as good.
/// </param>
/// <param name="Metrics">Values by the names that gates use, in ordinal order; accuracies as fractions.</param>
public sealed record LockedBaseline(
    int Version,
    string Split,
    int Images,
    string Sha256,
    ImmutableSortedDictionary<string, double> Metrics,
    LockedLatency? Latency
)
{
    /// <summary>
    /// The pictures beside it, on which a later model is compared with this one; null where none are kept, as by
    /// earlier versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LockedPicturesMark? Pictures { get; init; }

    public const int CurrentVersion = 1;

    private const int Digits = 6;

    /// <summary>What is locked of a run: mAP, each class's AP50, and the costs.</summary>
    /// <param name="split">That the accuracy was measured on.</param>
    /// <param name="sha256">Of the ONNX file.</param>
    /// <param name="latency">As it was measured; it is rounded here.</param>
    public static LockedBaseline Of(string split, string sha256, Measurements measured, LockedLatency latency)
    {
        GateMetricKind[] kinds =
        [
            GateMetricKind.Map50,
            GateMetricKind.Map5095,
            GateMetricKind.Parameters,
            GateMetricKind.Flops,
            GateMetricKind.FileSize,
        ];
        var metrics = kinds
            .Select(kind => new GateMetric(kind))
            .Concat(
                measured
                    .Classes.Keys.Where(name => name.Length > 0)
                    .Select(name => new GateMetric(GateMetricKind.ClassAp50, name))
            )
            .Select(metric => (metric.Name, Value: Math.Round(measured.Of(metric), Digits)))
            .Where(pair => double.IsFinite(pair.Value));
        return new LockedBaseline(
            CurrentVersion,
            split,
            measured.Images,
            sha256,
            metrics.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
            new LockedLatency(
                Math.Round(latency.Ratio, 3),
                Math.Round(latency.Low, 3),
                Math.Round(latency.High, 3),
                latency.Processor
            )
        );
    }
}
