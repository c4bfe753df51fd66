using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Slimming;

/// <summary>
/// Removes channels physically: a convolution loses the filters of its own removed channels and the slices that read its inputs' removed
/// ones; batch norms and biases follow. Structure stays, except that grouped convolutions lose groups. The result is an ordinary network.
/// </summary>
public static class Surgery
{
    /// <exception cref="PruneException">PRUNE4008: the plan was made for another network.</exception>
    public static Network Cut(Network network, PrunePlan plan)
    {
        var kept = KeptChannels.Of(network, plan);
        var changed = new List<Parameter>();
        var nodes = network.Graph.Nodes.Select(node => Cut(node, network.Parameters, kept, changed)).ToList();
        var result = network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs),
            Parameters = network.Parameters.With(changed),
        };
        // Proves that what was cut fits together.
        ShapeInference.Infer(result.Graph, result.Parameters, plan.Image.Height, plan.Image.Width);
        return result;
    }

    private static Node Cut(Node node, ParameterSet parameters, KeptChannels kept, List<Parameter> changed)
    {
        switch (node)
        {
            case ConvolutionNode convolution:
                return Cut(convolution, parameters, kept, changed);
            case BatchNormNode norm:
                var channels = kept[norm.Name];
                changed.AddRange(ShapeInference.BatchNormParameters.Select(suffix => parameters[$"{norm.Name}.{suffix}"].Select(channels)));
                return norm;
            default:
                return node;
        }
    }

    private static ConvolutionNode Cut(ConvolutionNode node, ParameterSet parameters, KeptChannels kept, List<Parameter> changed)
    {
        var outputs = kept[node.Name];
        var inputs = kept[node.Input];
        var weight = parameters[$"{node.Name}.weight"];
        if (node.HasBias)
            changed.Add(parameters[$"{node.Name}.bias"].Select(outputs));
        if (node.Groups == 1)
        {
            changed.Add(weight.Select(outputs, inputs));
            return node;
        }

        // Whole groups go: the filters of the others keep all their inputs.
        changed.Add(weight.Select(outputs));
        return node with { Groups = inputs.Length / weight.Shape[1] };
    }
}
