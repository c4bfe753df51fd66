namespace Pruning.Pruners;

/// <summary>
/// A number for each input channel of each convolution: what real images say about a channel where it is read. Grouped
/// convolutions are absent: what they read is tied to what they make, so its effect shows at whoever reads that.
/// </summary>
/// <param name="ByLayer">Values of one convolution, as many as it has inputs, by its name.</param>
public sealed record InputChannelStatistics(IReadOnlyDictionary<string, double[]> ByLayer)
{
    /// <summary>Each atom's sum over all that read it: its effect is theirs together.</summary>
    /// <returns>Null where nothing reads the group.</returns>
    public double[]? SumOver(CouplingGroup group)
    {
        double[]? sums = null;
        foreach (var reader in group.Consumers)
        {
            if (!ByLayer.TryGetValue(reader.Layer, out var values))
                continue;
            sums ??= new double[group.Count];
            for (var i = 0; i < reader.Positions.Length; i++)
                sums[reader.Atoms[i]] += values[reader.Positions[i]];
        }

        return sums;
    }
}
