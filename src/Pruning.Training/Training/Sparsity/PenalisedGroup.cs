using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Training.Sparsity;

/// <summary>
/// Channels that a penalty takes towards 0 one by one: each with all that makes it, in one parameter or several.
/// </summary>
/// <param name="Name">By which an <see cref="IChannelSelector"/> speaks of it.</param>
/// <param name="Count">Channels.</param>
public sealed record PenalisedGroup(string Name, int Count, ImmutableArray<PenalisedSlice> Slices);

/// <summary>A parameter's part in a group.</summary>
/// <param name="Parameter">State-dict name.</param>
/// <param name="Dimension">
/// The one that counts channels: 0 in <c>[O, I, H, W]</c> for what makes them, 1 for what reads them, 0 in <c>[C]</c>.
/// </param>
/// <param name="Channels">
/// Of each index of that dimension the group's channel, or -1 where it belongs to another group.
/// </param>
/// <param name="Counts">Whether it is part of a channel's strength, or only goes to 0 along with it.</param>
public sealed record PenalisedSlice(string Parameter, int Dimension, ImmutableArray<int> Channels, bool Counts = true);

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
