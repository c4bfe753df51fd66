using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>
/// Nodes that a network can do without: what reads their output can read their input, which has the same shape, and
/// nobody reads what they make in between. In YOLOv5 these are the bottlenecks, with a shortcut (the backbone's) or
/// without (the neck's).
/// </summary>
/// <param name="Name">As YOLOv5 names the module: <c>model.4.m.0</c>.</param>
/// <param name="Input">What takes the output's place.</param>
/// <param name="Output">The last of its nodes.</param>
/// <param name="Nodes">All its nodes, in graph order.</param>
public sealed record Block(string Name, string Input, string Output, ImmutableArray<string> Nodes)
{
    /// <summary>All of a network, in the order of their outputs.</summary>
    public static ImmutableArray<Block> Find(Network network)
    {
        var bridged = network
            .Graph.Nodes.OfType<AddNode>()
            .Select(add => ShortcutBlocks.Find(network.Graph, add))
            .OfType<Block>()
            .ToList();
        var taken = bridged.SelectMany(block => block.Nodes).ToHashSet(StringComparer.Ordinal);
        var order = network
            .Graph.Nodes.Select((node, index) => (node.Name, index))
            .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        return
        [
            .. bridged
                .Concat(ModuleBlocks.Find(network).Where(block => !block.Nodes.Any(taken.Contains)))
                .OrderBy(block => order[block.Output]),
        ];
    }
}
