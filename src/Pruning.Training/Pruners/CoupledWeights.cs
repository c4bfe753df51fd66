using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Training.Sparsity;

namespace Pruning.Pruners;

/// <summary>
/// Coupling groups for a group lasso, after DepGraph (Fang et al., CVPR 2023): a channel's strength is the norm of all
/// that stands or falls with it, filters that make it, their BatchNorm scales and shifts, and the columns that read it,
/// over all tied layers together.
/// </summary>
internal static class CoupledWeights
{
    /// <param name="groups">Of the network's coupling.</param>
    public static ImmutableArray<PenalisedGroup> Find(Network network, IEnumerable<CouplingGroup> groups)
    {
        var convolutions = network
            .Graph.Nodes.OfType<ConvolutionNode>()
            .ToDictionary(node => node.Name, StringComparer.Ordinal);
        return
        [
            .. groups.Select(group => new PenalisedGroup(
                group.Name,
                group.Count,
                [.. group.Members.SelectMany(member => SlicesOf(member, network, convolutions))]
            )),
        ];
    }

    private static IEnumerable<PenalisedSlice> SlicesOf(
        GroupMember member,
        Network network,
        Dictionary<string, ConvolutionNode> convolutions
    )
    {
        // A convolution in groups reads what its own filters are tied to already.
        var parameters = member.Role switch
        {
            GroupRole.Norm
            or GroupRole.Producer when member.Role is GroupRole.Norm || convolutions.ContainsKey(member.Layer) =>
            [
                (member.Layer + ".weight", 0),
                (member.Layer + ".bias", 0),
            ],
            GroupRole.Consumer when convolutions[member.Layer].Groups == 1 => [(member.Layer + ".weight", 1)],
            _ => Array.Empty<(string Name, int Dimension)>(),
        };
        return parameters
            .Where(parameter => network.Parameters.TryGet(parameter.Name, out _))
            .Select(parameter => new PenalisedSlice(
                parameter.Name,
                parameter.Dimension,
                ChannelsOf(member, network.Parameters[parameter.Name].Shape[parameter.Dimension])
            ));
    }

    private static ImmutableArray<int> ChannelsOf(GroupMember member, int size)
    {
        var channels = new int[size];
        Array.Fill(channels, -1);
        for (var i = 0; i < member.Positions.Length; i++)
            channels[member.Positions[i]] = member.Atoms[i];
        return [.. channels];
    }
}
