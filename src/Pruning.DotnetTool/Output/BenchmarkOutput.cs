using System.Collections.Immutable;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Latency;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Output;

/// <summary>Latencies that were measured in one run.</summary>
/// <param name="Machine">The processor.</param>
/// <param name="Runtime">ONNX Runtime's version.</param>
internal sealed record BenchmarkOutput(
    string Machine,
    string Runtime,
    int Threads,
    int Rounds,
    ImmutableArray<BenchmarkedModel> Models
)
{
    public static BenchmarkOutput Of(
        string[] paths,
        LatencyMeasurement first,
        ImmutableArray<LatencyComparison> others
    ) =>
        new(
            Pipeline.Machine.Processor,
            OnnxSessions.RuntimeVersion,
            first.Threads,
            first.Rounds,
            [
                BenchmarkedModel.Of(paths[0], first, null),
                .. others.Select((compared, i) => BenchmarkedModel.Of(paths[i + 1], compared.Candidate, compared)),
            ]
        );
}
