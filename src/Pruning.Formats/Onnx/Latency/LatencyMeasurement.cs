using Pruning.Evaluation;

namespace Pruning.Onnx.Latency;

/// <summary>How long one model takes for one picture (or one batch, where its file fixes a batch).</summary>
/// <param name="MedianMilliseconds">The median over the rounds.</param>
/// <param name="LowMilliseconds">The lower quartile.</param>
/// <param name="HighMilliseconds">The upper quartile.</param>
/// <param name="Batch">Pictures in a run.</param>
/// <param name="Rounds">Counted runs.</param>
/// <param name="Threads">Threads within an operator.</param>
public sealed record LatencyMeasurement(
    double MedianMilliseconds,
    double LowMilliseconds,
    double HighMilliseconds,
    int Batch,
    int Rounds,
    int Threads
)
{
    internal static LatencyMeasurement Summarize(ReadOnlySpan<double> milliseconds, int batch, int threads)
    {
        var sorted = milliseconds.ToArray();
        Array.Sort(sorted);
        return new LatencyMeasurement(
            Quantiles.At(sorted, 0.5),
            Quantiles.At(sorted, 0.25),
            Quantiles.At(sorted, 0.75),
            batch,
            sorted.Length,
            threads
        );
    }
}
