using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// Nodes that compute with integers in a quantized file: those with a convolution before them and one behind. The first
/// ones see the picture and the last ones give the boxes, and stay in floats.
/// </summary>
internal static class QuantizedNodes
{
    public static ImmutableHashSet<string> Find(Graph graph)
    {
        var (behind, before) = (new HashSet<string>(), new HashSet<string>());
        foreach (var node in graph.Nodes)
        {
            if (node.Inputs.Any(input => graph[input] is ConvolutionNode || behind.Contains(input)))
                behind.Add(node.Name);
        }

        foreach (var node in graph.Nodes.Reverse())
        {
            if (graph.ConsumersOf(node.Name).Any(reader => reader is ConvolutionNode || before.Contains(reader.Name)))
                before.Add(node.Name);
        }

        return behind.Intersect(before).ToImmutableHashSet(StringComparer.Ordinal);
    }
}
