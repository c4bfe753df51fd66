using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Groups for the penalty of Network Slimming (Liu et al., ICCV 2017): a channel's strength is the magnitude of its
/// BatchNorm scale, and its shift goes along, since a channel without a scale would still add a constant.
/// </summary>
public static class ScaleGroups
{
    /// <param name="layers">Names of BatchNorm nodes; each becomes a group of that name.</param>
    /// <exception cref="PruneException">PRUNE3005: one is no BatchNorm layer.</exception>
    public static ImmutableArray<PenalisedGroup> Find(Network network, IEnumerable<string> layers)
    {
        var norms = network
            .Graph.Nodes.OfType<BatchNormNode>()
            .Select(node => node.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. layers.Select(layer =>
                norms.Contains(layer)
                    ? Find(layer, network.Parameters[$"{layer}.weight"].Values.Length)
                    : throw SparsityPenalty.Nothing($"'{layer}', which is no BatchNorm layer of this network")
            ),
        ];
    }

    private static PenalisedGroup Find(string layer, int channels)
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, channels)];
        return new PenalisedGroup(
            layer,
            channels,
            [new PenalisedSlice($"{layer}.weight", 0, all), new PenalisedSlice($"{layer}.bias", 0, all, Counts: false)]
        );
    }
}
