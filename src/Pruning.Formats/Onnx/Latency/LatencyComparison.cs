using Pruning.Evaluation;

namespace Pruning.Onnx.Latency;

/// <summary>
/// Two models side by side in one process. Times move with the machine's load; the ratio is what holds.
/// </summary>
/// <param name="Baseline">The model compared with, for example the dense one.</param>
/// <param name="Candidate">The model in question, for example the pruned one.</param>
/// <param name="Ratio">The candidate's median over the baseline's; below 1 the candidate is faster.</param>
/// <param name="RatioLow">Lower end of the ratio's 95 % interval.</param>
/// <param name="RatioHigh">Upper end of the ratio's 95 % interval.</param>
public sealed record LatencyComparison(
    LatencyMeasurement Baseline,
    LatencyMeasurement Candidate,
    double Ratio,
    double RatioLow,
    double RatioHigh
)
{
    private const int Resamples = 2000;

    /// <summary>Of the ratio's interval, as a share of the ratio.</summary>
    public double RatioWidth => (RatioHigh - RatioLow) / Ratio;

    /// <summary>
    /// From paired times: the i-th of each were taken next to each other, so resampling keeps pairs together.
    /// </summary>
    internal static LatencyComparison Compare(
        ReadOnlySpan<double> baseline,
        ReadOnlySpan<double> candidate,
        (int Baseline, int Candidate) batch,
        int threads
    )
    {
        var first = LatencyMeasurement.Summarize(baseline, batch.Baseline, threads);
        var second = LatencyMeasurement.Summarize(candidate, batch.Candidate, threads);
        var ratios = Bootstrap(baseline, candidate);
        return new LatencyComparison(
            first,
            second,
            second.MedianMilliseconds / first.MedianMilliseconds,
            Quantiles.At(ratios, 0.025),
            Quantiles.At(ratios, 0.975)
        );
    }

    /// <summary>Ratios of medians of resampled pairs, ascending.</summary>
    private static double[] Bootstrap(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate)
    {
        var random = new Random(1);
        var ratios = new double[Resamples];
        var first = new double[baseline.Length];
        var second = new double[baseline.Length];
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var i = 0; i < first.Length; i++)
            {
                var pair = random.Next(first.Length);
                (first[i], second[i]) = (baseline[pair], candidate[pair]);
            }

            Array.Sort(first);
            Array.Sort(second);
            ratios[resample] = Quantiles.At(second, 0.5) / Quantiles.At(first, 0.5);
        }

        Array.Sort(ratios);
        return ratios;
    }
}
