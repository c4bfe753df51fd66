using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Slimming.Blocks;

/// <summary>Takes whole blocks out of a network: nodes and parameters go, and what read the sum reads the shortcut. All other names stay.</summary>
public static class BlockRemoval
{
    public static Network Remove(Network network, ResidualBlock block)
    {
        var gone = block.Nodes.ToHashSet(StringComparer.Ordinal);
        var add = (AddNode)network.Graph[block.Addition];
        var rest = add.Inputs.Remove(block.End);
        // What is left of a sum of two is no sum.
        var replaced = rest.Length == 1 ? new Dictionary<string, string>(StringComparer.Ordinal) { [add.Name] = rest[0] } : [];
        var nodes = network.Graph.Nodes
            .Where(node => !gone.Contains(node.Name) && !replaced.ContainsKey(node.Name))
            .Select(node => Rewire(node == add ? add with { Inputs = rest } : node, replaced));
        var lost = network.Graph.Nodes.Where(node => gone.Contains(node.Name)).SelectMany(NodeParameters.NamesOf).ToHashSet(StringComparer.Ordinal);
        return network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs.Select(output => replaced.GetValueOrDefault(output, output))),
            Parameters = network.Parameters.Without(lost),
        };
    }

    private static Node Rewire(Node node, Dictionary<string, string> replaced)
    {
        ImmutableArray<string> inputs = [.. node.Inputs.Select(input => replaced.GetValueOrDefault(input, input))];
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
