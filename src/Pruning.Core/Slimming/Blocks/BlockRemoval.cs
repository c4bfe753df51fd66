using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Slimming.Blocks;

/// <summary>Takes whole blocks out of a network: nodes and parameters go, and what read their output reads their input. All other names stay.</summary>
public static class BlockRemoval
{
    public static Network Remove(Network network, Block block)
    {
        var gone = block.Nodes.ToHashSet(StringComparer.Ordinal);
        var nodes = network.Graph.Nodes.Where(node => !gone.Contains(node.Name)).Select(node => Rewire(node, block));
        var lost = network.Graph.Nodes.Where(node => gone.Contains(node.Name)).SelectMany(NodeParameters.NamesOf).ToHashSet(StringComparer.Ordinal);
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
        if (inputs.SequenceEqual(node.Inputs))
            return node;
        return node switch
        {
            ConvolutionNode convolution => convolution with { Input = inputs[0], Inputs = inputs },
            BatchNormNode norm => norm with { Input = inputs[0], Inputs = inputs },
            ActivationNode activation => activation with { Input = inputs[0], Inputs = inputs },
            MaxPoolNode pool => pool with { Input = inputs[0], Inputs = inputs },
            UpsampleNode up => up with { Input = inputs[0], Inputs = inputs },
            SliceNode slice => slice with { Input = inputs[0], Inputs = inputs },
            AddNode or ConcatNode or DetectNode => node with { Inputs = inputs },
            _ => throw new InvalidOperationException($"The removal of blocks does not know {node.GetType().Name}."),
        };
    }
}
