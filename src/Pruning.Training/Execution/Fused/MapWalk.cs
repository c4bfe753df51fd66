namespace Pruning.Execution.Fused;

/// <summary>Walks over a map with all threads.</summary>
internal static class MapWalk
{
    /// <returns>The sums over the whole map, added in an order that depends on its shape alone.</returns>
    public static ChannelSums Run<TPass>(MapLayout layout, TPass pass)
        where TPass : struct, IMapPass
    {
        var parts = new ChannelSums[layout.Chunks];
        if (layout.Chunks == 1)
            Walk(layout, pass, parts, 0);
        else if (layout.Chunks > 1)
            Parallel.For(
                0,
                layout.Chunks,
                new ParallelOptions { MaxDegreeOfParallelism = TorchRuntime.Threads },
                chunk => Walk(layout, pass, parts, chunk)
            );
        var total = ChannelSums.Total(layout, parts);
        for (var row = 0; row < layout.RestRows; row++)
        {
            for (var channel = 0; channel < layout.Channels; channel++)
                pass.One((nint)layout.RestStart + (row * layout.Channels) + channel, channel, total);
        }

        return total;
    }

    // A block of units, which stays in the nearest cache, is walked column by column.
    private static void Walk<TPass>(MapLayout layout, TPass pass, ChannelSums[] parts, int chunk)
        where TPass : struct, IMapPass
    {
        var sums = parts[chunk] = new ChannelSums(layout);
        var end = Math.Min(layout.Units, (long)(chunk + 1) * layout.UnitsPerChunk);
        for (var unit = (long)chunk * layout.UnitsPerChunk; unit < end; unit += MapLayout.UnitsPerBlock)
        {
            var units = (int)Math.Min(MapLayout.UnitsPerBlock, end - unit);
            var start = (nint)(unit * layout.UnitSize);
            for (var at = 0; at < layout.UnitSize; at += MapLayout.Lanes)
            {
                var (first, second) = pass.Column(start + at, layout.UnitSize, units, at);
                if (TPass.Sums)
                    sums.Add(at, first, second);
            }
        }

        sums.Fold();
    }
}
