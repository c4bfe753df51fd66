using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>
/// Takes whole blocks out of a network: nodes and parameters go, and what read their output reads their input. All
/// other names stay.
/// </summary>
public static class BlockRemoval
{
    public static Network Remove(Network network, Block block)
    {
        var gone = block.Nodes.ToHashSet(StringComparer.Ordinal);
        var nodes = network.Graph.Nodes.Where(node => !gone.Contains(node.Name)).Select(node => Rewire(node, block));
        var lost = network
            .Graph.Nodes.Where(node => gone.Contains(node.Name))
            .SelectMany(NodeParameters.NamesOf)
            .ToHashSet(StringComparer.Ordinal);
        return network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs.Select(output => Instead(output, block))),
            Parameters = network.Parameters.Without(lost),
        };
    }

    private static string Instead(string name, Block block) => name == block.Output ? block.Input : name;

    private static Node Rewire(Node node, Block block)
    {
        ImmutableArray<string> inputs = [.. node.Inputs.Select(input => Instead(input, block))];
        return inputs.SequenceEqual(node.Inputs) ? node : NodeRewiring.Rewire(node, node.Name, inputs);
    }
}
