using System.Collections.Immutable;

namespace Pruning.Benchmarks.Results;

/// <summary>All that one run measured.</summary>
/// <param name="Inputs">What was measured on, in words.</param>
/// <param name="IsQuick">The figures mean nothing.</param>
internal sealed record BenchmarkReport(
    MachineDescription Machine,
    string Inputs,
    bool IsQuick,
    ImmutableArray<PartResult> Parts
);
