using System.Collections.Immutable;

namespace Pruning.Graphs;

/// <summary>What a network is made of, for people and scripts; made without running it.</summary>
/// <param name="Height">Of the image that sizes and operations are for, in pixels.</param>
public sealed record NetworkSummary(int Height, int Width, NetworkCost Cost, ImmutableArray<LayerSummary> Layers)
{
    /// <param name="height">A multiple of the network's largest stride, in pixels.</param>
    /// <param name="width">Likewise.</param>
    public static NetworkSummary Summarize(Network network, int height, int width)
    {
        var shapes = ShapeInference.Infer(network.Graph, network.Parameters, height, width);
        var norms = network.Graph.Nodes.OfType<BatchNormNode>().ToList();
        var largest = norms
            .SelectMany(norm => network.Parameters[$"{norm.Name}.weight"].Values)
            .Select(MathF.Abs)
            .DefaultIfEmpty(0)
            .Max();
        var merged = norms
            .Where(norm => network.Graph[norm.Input] is ConvolutionNode)
            .ToDictionary(norm => norm.Input, StringComparer.Ordinal);
        var own = network
            .Graph.Nodes.Where(node => !(node is BatchNormNode norm && merged.ContainsKey(norm.Input)))
            .Select(node => (Node: node, Type: LayerType.Of(node)))
            .Where(layer => layer.Type is not null);
        return new NetworkSummary(
            height,
            width,
            NetworkCost.Count(network, height, width),
            [.. own.Select(layer => Describe(layer.Node, layer.Type!, network, shapes, merged, largest))]
        );
    }

    private static LayerSummary Describe(
        Node node,
        string type,
        Network network,
        IReadOnlyDictionary<string, FeatureShape> shapes,
        Dictionary<string, BatchNormNode> merged,
        float largestScale
    )
    {
        var shape = shapes[node.Name];
        var norm = node as BatchNormNode ?? merged.GetValueOrDefault(node.Name);
        return new LayerSummary(
            node.Name,
            type,
            node.Inputs.Sum(input => shapes[input].Channels),
            shape.Channels,
            shape.Height,
            shape.Width,
            ParametersOf(node, network.Parameters)
                + (norm is null || norm == node ? 0 : ParametersOf(norm, network.Parameters)),
            NodeFlops.Count(node, network.Parameters, shape),
            norm is null ? null : ScaleSummary.Measure(network.Parameters[$"{norm.Name}.weight"].Values, largestScale)
        );
    }

    private static long ParametersOf(Node node, ParameterSet parameters) =>
        CountOf($"{node.Name}.weight", parameters) + CountOf($"{node.Name}.bias", parameters);

    private static long CountOf(string name, ParameterSet parameters) =>
        parameters.TryGet(name, out var parameter) ? parameter.Values.Length : 0;
}
