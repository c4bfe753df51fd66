using Pruning.Evaluation.Gates;
using Pruning.Onnx.Latency;

namespace Pruning.Reporting;

/// <summary>Latency of baseline and model for one image, measured in turns in one process.</summary>
/// <param name="BaselineMs">Median, milliseconds.</param>
/// <param name="ModelMs">Median, milliseconds.</param>
/// <param name="Ratio">The model's over the baseline's: below 1 is faster.</param>
/// <param name="RatioLow">Lower end of the ratio's 95 % interval.</param>
/// <param name="RatioHigh">Upper end of the ratio's 95 % interval.</param>
/// <param name="Machine">The processor.</param>
public sealed record LatencyReport(
    double BaselineMs,
    double ModelMs,
    double Ratio,
    double RatioLow,
    double RatioHigh,
    int Threads,
    int Rounds,
    string Machine
)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "latency.json";

    public static LatencyReport Of(LatencyComparison comparison, string machine) =>
        new(
            comparison.Baseline.MedianMilliseconds,
            comparison.Candidate.MedianMilliseconds,
            comparison.Ratio,
            comparison.RatioLow,
            comparison.RatioHigh,
            comparison.Candidate.Threads,
            comparison.Candidate.Rounds,
            machine
        );

    /// <summary>What a locked baseline holds of it.</summary>
    public LockedLatency ToLocked() => new(Ratio, RatioLow, RatioHigh, Machine);
}
