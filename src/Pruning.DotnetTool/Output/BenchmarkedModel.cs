using Pruning.Evaluation;
using Pruning.Onnx.Latency;

namespace Pruning.DotnetTool.Output;

/// <summary>One model of a benchmark.</summary>
/// <param name="MedianMs">Milliseconds of a run.</param>
/// <param name="LowMs">The lower quartile.</param>
/// <param name="HighMs">The upper quartile.</param>
/// <param name="Batch">Pictures in a run.</param>
/// <param name="Ratio">Its median over the first model's; null for the first.</param>
/// <param name="RatioLow">Lower end of the ratio's 95 % interval.</param>
/// <param name="RatioHigh">Upper end of the ratio's 95 % interval.</param>
internal sealed record BenchmarkedModel(
    string Model,
    double MedianMs,
    double LowMs,
    double HighMs,
    int Batch,
    double? Ratio,
    double? RatioLow,
    double? RatioHigh
)
{
    public static BenchmarkedModel Of(string path, LatencyMeasurement measured, LatencyComparison? compared) =>
        new(
            path,
            measured.MedianMilliseconds,
            measured.LowMilliseconds,
            measured.HighMilliseconds,
            measured.Batch,
            compared?.Ratio,
            compared?.RatioLow,
            compared?.RatioHigh
        );
}
