using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Latency;
using Pruning.Pruners;

namespace Pruning.Benchmarks.Parts;

/// <summary>
/// Whether half of the operations are half of the time: the dense network and the cut one by turns in ONNX Runtime.
/// </summary>
internal sealed class PrunedLatency : IBenchmark
{
    public string Name => "latency";

    public string Description => "the network cut to half of its operations against the dense one, paired, one thread";

    public IEnumerable<Figure> Run(BenchmarkContext context)
    {
        var dense = context.Inputs.ReadModel();
        var plan = HalfTheFlops.Plan(dense);
        var pruned = Surgery.Prune(dense, plan);
        var options = new OnnxExportOptions(context.IsQuick ? 64 : 640);
        var compared = LatencyMeter.Compare(
            (OnnxExporter.Export(dense, options), "dense"),
            (OnnxExporter.Export(pruned, options), "pruned"),
            new LatencyOptions(Threads: 1, Rounds: context.IsQuick ? LatencyOptions.MinimumRounds : 100)
        );
        yield return new Figure("operations left", "share", Sample.Single(1 - plan.FlopsReduction));
        yield return new Figure("parameters left", "share", Sample.Single(1 - plan.ParametersReduction));
        yield return new Figure("dense", "ms", SampleOf(compared.Baseline));
        yield return new Figure("pruned", "ms", SampleOf(compared.Candidate));
        yield return new Figure(
            "pruned to dense",
            "ratio",
            new Sample(compared.Ratio, compared.RatioLow, compared.RatioHigh, compared.Candidate.Rounds),
            Target.AtMost(0.65),
            "of medians; in place of quartiles its 95 % interval"
        );
    }

    private static Sample SampleOf(LatencyMeasurement measured) =>
        new(measured.MedianMilliseconds, measured.LowMilliseconds, measured.HighMilliseconds, measured.Rounds);
}
