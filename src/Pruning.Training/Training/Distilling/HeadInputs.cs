using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Training.Distilling;

/// <summary>
/// The maps that a detection head's last convolutions read, one a level: what the network has found before it is put
/// into boxes.
/// </summary>
internal static class HeadInputs
{
    /// <returns>Node names; empty where the head is not made of convolutions.</returns>
    public static ImmutableArray<string> Find(Graph graph)
    {
        var convolutions = graph.Detect!.Inputs.Select(name => graph[name]).OfType<ConvolutionNode>().ToList();
        return convolutions.Count == graph.Detect.Inputs.Length ? [.. convolutions.Select(node => node.Input)] : [];
    }

    /// <summary>Their channels.</summary>
    public static ImmutableArray<int> Channels(Network network) =>
        [
            .. network
                .Graph.Detect!.Inputs.Select(name => (ConvolutionNode)network.Graph[name])
                .Select(node => network.Parameters[$"{node.Name}.weight"].Shape[1] * node.Groups),
        ];
}
