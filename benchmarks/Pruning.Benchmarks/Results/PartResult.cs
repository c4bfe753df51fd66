using System.Collections.Immutable;

namespace Pruning.Benchmarks.Results;

/// <param name="Name">The part's.</param>
/// <param name="Seconds">That measuring took.</param>
internal sealed record PartResult(string Name, ImmutableArray<Figure> Figures, double Seconds);
