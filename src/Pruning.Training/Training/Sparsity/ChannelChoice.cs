namespace Pruning.Training.Sparsity;

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
