namespace Pruning.Pruners;

/// <summary>
/// Channels by number, and which of them stand or fall together: a union-find whose representative is the lowest
/// number.
/// </summary>
internal sealed class ChannelClasses
{
    private readonly List<int> _parent = [];

    public int Count => _parent.Count;

    /// <summary>Makes <paramref name="count"/> new channels, each alone in its class.</summary>
    public int[] Create(int count)
    {
        var first = _parent.Count;
        for (var i = 0; i < count; i++)
            _parent.Add(first + i);
        return [.. Enumerable.Range(first, count)];
    }

    public int Find(int channel)
    {
        while (_parent[channel] != channel)
        {
            _parent[channel] = _parent[_parent[channel]];
            channel = _parent[channel];
        }

        return channel;
    }

    public void Unite(int a, int b)
    {
        var (rootA, rootB) = (Find(a), Find(b));
        _parent[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }
}
