using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>What came of a point of the search space.</summary>
/// <param name="Point">One place on each parameter's axis; NaN where a value is none of the domain's.</param>
/// <param name="Score">Larger is better; null where there is none, because the point could not be measured.</param>
internal readonly record struct Observation(ImmutableArray<double> Point, double? Score)
{
    public bool HasScore => Score is { } score && double.IsFinite(score);
}
