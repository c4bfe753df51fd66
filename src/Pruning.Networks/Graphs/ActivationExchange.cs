namespace Pruning.Graphs;

/// <summary>
/// Another element-wise function in the place of each activation: a ReLU costs next to nothing in 8-bit integers, where
/// a SiLU costs as much as its convolution. Weights stay as they are, so what the network computes changes, and it has
/// to learn again.
/// </summary>
public static class ActivationExchange
{
    /// <param name="kind">Null leaves the network as it is.</param>
    public static Network WithActivation(this Network network, ActivationKind? kind) =>
        kind is not { } other
        || network.Graph.Nodes.All(node => node is not ActivationNode activation || activation.Kind == other)
            ? network
            : network with
            {
                Graph = new Graph(
                    network.Graph.Nodes.Select(node =>
                        node is ActivationNode activation ? activation with { Kind = other } : node
                    ),
                    network.Graph.Outputs
                ),
            };

    /// <summary>Whether two networks of the same nodes have the same activations.</summary>
    internal static bool HasActivationsOf(this Graph graph, Graph other) => Kinds(graph).SequenceEqual(Kinds(other));

    private static IEnumerable<(string, ActivationKind)> Kinds(Graph graph) =>
        graph.Nodes.OfType<ActivationNode>().Select(node => (node.Name, node.Kind));
}
