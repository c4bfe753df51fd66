namespace Pruning.Graphs;

/// <summary>
/// What a network costs: parameters (as torch counts them: weights and biases, no running statistics) and
/// floating-point operations.
/// </summary>
/// <param name="Parameters">Trainable values.</param>
/// <param name="Flops">
/// For one image: two per multiply-accumulate of the convolutions, the way the field quotes YOLO models (4.5 G for
/// YOLOv5n at 640).
/// </param>
public readonly record struct NetworkCost(long Parameters, long Flops)
{
    public double GigaFlops => Flops / 1e9;

    public static NetworkCost Count(Network network, int height, int width) =>
        Count(network.Graph, network.Parameters, height, width);

    public static NetworkCost Count(Graph graph, ParameterSet parameters, int height, int width)
    {
        var shapes = ShapeInference.Infer(graph, parameters, height, width);
        var flops = graph.Nodes.Sum(node => NodeFlops.Count(node, parameters, shapes[node.Name]));
        return new NetworkCost(ParametersOf(parameters), flops);
    }

    /// <summary>Trainable values.</summary>
    public static long ParametersOf(ParameterSet parameters) =>
        parameters.Where(IsTrainable).Sum(parameter => (long)parameter.Values.Length);

    /// <summary>Running statistics are state, not trained.</summary>
    public static bool IsTrainable(Parameter parameter) => IsTrainable(parameter.Name);

    /// <param name="name">A parameter's state-dict name.</param>
    public static bool IsTrainable(string name) =>
        !name.EndsWith(".running_mean", StringComparison.Ordinal)
        && !name.EndsWith(".running_var", StringComparison.Ordinal);
}
