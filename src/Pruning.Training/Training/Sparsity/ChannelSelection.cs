using Pruning.Graphs;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Says which channels of a network would be cut if it were pruned as it stands. Deterministic: training resumes by
/// asking again.
/// </summary>
public interface IChannelSelector
{
    /// <param name="share">How much of the way to what is wanted in the end, above 0 to 1.</param>
    /// <returns>
    /// Channels by <see cref="PenalisedGroup.Name"/>, ascending; groups that lose none may be absent.
    /// </returns>
    IReadOnlyDictionary<string, int[]> Select(Network network, double share);
}

/// <summary>Sets of channels by group, ascending.</summary>
internal static class ChannelChoice
{
    public static IReadOnlyDictionary<string, int[]> Union(
        IReadOnlyDictionary<string, int[]> first,
        IReadOnlyDictionary<string, int[]> second
    ) =>
        first
            .Keys.Union(second.Keys)
            .ToDictionary(
                name => name,
                name => first.GetValueOrDefault(name, []).Union(second.GetValueOrDefault(name, [])).Order().ToArray(),
                StringComparer.Ordinal
            );

    public static IReadOnlyDictionary<string, int[]> Without(
        IReadOnlyDictionary<string, int[]> all,
        IReadOnlyDictionary<string, int[]> some
    ) =>
        all.Select(pair => (Name: pair.Key, Others: pair.Value.Except(some.GetValueOrDefault(pair.Key, [])).ToArray()))
            .Where(pair => pair.Others.Length > 0)
            .ToDictionary(pair => pair.Name, pair => pair.Others, StringComparer.Ordinal);
}
