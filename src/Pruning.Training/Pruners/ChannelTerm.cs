namespace Pruning.Pruners;

/// <summary>So many channels of a node for each atom of a group.</summary>
internal readonly record struct ChannelTerm(int Group, int ChannelsPerAtom)
{
    /// <summary>What a node's output channels consist of.</summary>
    public static ChannelTerm[] List(CouplingMap map, string node) =>
        [
            .. map.OutputOf(node)
                .GroupBy(place => place.Group)
                .Select(share => new ChannelTerm(share.Key, share.Count() / map.Groups[share.Key].Count)),
        ];

    /// <summary>Channels with so many atoms kept in each group.</summary>
    public static long Count(ChannelTerm[] terms, ReadOnlySpan<int> counts)
    {
        var sum = 0L;
        foreach (var term in terms)
            sum += (long)counts[term.Group] * term.ChannelsPerAtom;
        return sum;
    }
}
