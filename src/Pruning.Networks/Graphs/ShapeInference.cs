using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>
/// Derives every node's output shape from the parameters' shapes and the image size, and so proves that the two fit
/// together.
/// </summary>
public static class ShapeInference
{
    /// <summary>The suffixes of a batch norm's parameters, in state-dict order.</summary>
    public static readonly IReadOnlyList<string> BatchNormParameters =
    [
        "weight",
        "bias",
        "running_mean",
        "running_var",
    ];

    /// <param name="height">Of the network input, in pixels.</param>
    /// <param name="width">Of the network input, in pixels.</param>
    /// <returns>Output shapes by node name.</returns>
    /// <exception cref="PruneException">PRUNE1001: parameters and structure contradict each other.</exception>
    public static IReadOnlyDictionary<string, FeatureShape> Infer(
        Graph graph,
        ParameterSet parameters,
        int height,
        int width
    )
    {
        var shapes = new Dictionary<string, FeatureShape>(StringComparer.Ordinal);
        var inference = new NodeShape(shapes, parameters, new FeatureShape(0, height, width));
        foreach (var node in graph.Nodes)
            shapes[node.Name] = node.Accept(inference);
        return shapes;
    }
}
