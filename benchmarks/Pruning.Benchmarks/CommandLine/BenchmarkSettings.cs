using System.Collections.Immutable;

namespace Pruning.Benchmarks.CommandLine;

/// <summary>What a run of the benchmarks was asked for.</summary>
/// <param name="Parts">Names of parts; empty for all.</param>
/// <param name="Quick">Only enough work to see that everything runs: the figures mean nothing.</param>
/// <param name="Synthetic">Reference data are left alone even where they are.</param>
/// <param name="Epochs">Of the training whose memory is watched.</param>
/// <param name="Threads">Of torch's and ONNX Runtime's operators; 0 takes one a core.</param>
/// <param name="Json">The file that takes the figures as JSON; null writes none.</param>
internal sealed record BenchmarkSettings(
    ImmutableArray<string> Parts,
    bool Quick = false,
    bool Synthetic = false,
    int? Epochs = null,
    int Threads = 0,
    string? Json = null
);
