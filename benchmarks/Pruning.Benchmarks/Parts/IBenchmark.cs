using Pruning.Benchmarks.Measuring;
using Pruning.Benchmarks.Results;

namespace Pruning.Benchmarks.Parts;

/// <summary>One part of the table.</summary>
internal interface IBenchmark
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    string Description { get; }

    /// <summary>Measures.</summary>
    /// <exception cref="MeasurementException">Something did not run as it has to.</exception>
    IEnumerable<Figure> Run(BenchmarkContext context);
}
