using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>
/// Removes channels physically: a convolution loses the filters of its own removed channels and the slices that read
/// its inputs' removed ones; batch norms and biases follow. Structure stays, except that grouped convolutions lose
/// groups. The result is an ordinary network.
/// </summary>
public static class Surgery
{
    /// <exception cref="PruneException">PRUNE4008: the plan was made for another network.</exception>
    public static Network Prune(Network network, PrunePlan plan)
    {
        var kept = KeptChannels.Follow(network, plan);
        var cut = new NodePruner(network.Parameters, kept);
        var nodes = network.Graph.Nodes.Select(node => node.Accept(cut)).ToList();
        var result = network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs),
            Parameters = network.Parameters.With(cut.Changed),
        };
        // Proves that what was cut fits together.
        ShapeInference.Infer(result.Graph, result.Parameters, plan.Image.Height, plan.Image.Width);
        return result;
    }
}
