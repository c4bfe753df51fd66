using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>
/// Finds bottlenecks without a shortcut by YOLOv5's names: all nodes of <c>….m.0.</c>, from one input to one output of
/// the same shape.
/// </summary>
internal static partial class ModuleBlocks
{
    public static IEnumerable<Block> Find(Network network)
    {
        var graph = network.Graph;
        var side = 2 * network.MaximumStride;
        IReadOnlyDictionary<string, FeatureShape>? shapes = null;
        foreach (
            var module in graph
                .Nodes.GroupBy(node => Module().Match(node.Name).Value)
                .Where(group => group.Key.Length > 0)
        )
        {
            var names = module.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
            var inputs = module
                .SelectMany(node => node.Inputs)
                .Where(input => !names.Contains(input))
                .Distinct()
                .ToList();
            var outputs = names
                .Where(name =>
                    graph.Outputs.Contains(name)
                    || graph.ConsumersOf(name).Any(consumer => !names.Contains(consumer.Name))
                )
                .ToList();
            if (
                inputs is not [var input]
                || outputs is not [var output]
                || !module.Any(node => node is ConvolutionNode)
            )
                continue;
            shapes ??= ShapeInference.Infer(graph, network.Parameters, side, side);
            if (shapes[input] == shapes[output])
                yield return new Block(module.Key.TrimEnd('.'), input, output, [.. module.Select(node => node.Name)]);
        }
    }

    [GeneratedRegex(@"^.*\.m\.\d+\.", RegexOptions.CultureInvariant)]
    private static partial Regex Module();
}
