using System.Collections.Immutable;

namespace Pruning.Benchmarks.Parts;

/// <summary>All parts, in the order in which they run.</summary>
internal static class BenchmarkList
{
    public static ImmutableArray<IBenchmark> All { get; } =
    [
        new StartUp(),
        new NoOpBuild(),
        new Scale(),
        new PrunedLatency(),
        new AppDetection(),
        new EvaluationThroughput(),
        new TrainingThroughput(),
        new TrainingMemory(),
    ];

    /// <param name="names">Empty for all.</param>
    public static IEnumerable<IBenchmark> Named(ImmutableArray<string> names) =>
        All.Where(part => names.IsEmpty || names.Contains(part.Name));

    public static string Describe() => string.Join(" ", All.Select(part => $"{part.Name}: {part.Description}."));
}
