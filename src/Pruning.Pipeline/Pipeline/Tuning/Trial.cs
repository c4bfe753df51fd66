using System.Collections.Immutable;

namespace Pruning.Pipeline.Tuning;

/// <summary>One setting of the parameters.</summary>
/// <param name="Number">From 1, in the order of the search. The first is the project as it stands.</param>
/// <param name="Values">By the parameters' names; a parameter without one is as in the project.</param>
public sealed record Trial(int Number, ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>The project as it stands, with which all others are compared.</summary>
    public static Trial Defaults { get; } =
        new(1, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
}
