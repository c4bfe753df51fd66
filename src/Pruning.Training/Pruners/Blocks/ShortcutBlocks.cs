using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>
/// Finds what a shortcut bridges, whatever its nodes are called: a branch that comes out of what it is added to.
/// </summary>
internal static class ShortcutBlocks
{
    private const string Suffix = ".add";

    public static Block? Find(Graph graph, AddNode add) =>
        add.Inputs.Length == 2 && add.Inputs[0] != add.Inputs[1]
            ? Branch(graph, add, add.Inputs[0], add.Inputs[1]) ?? Branch(graph, add, add.Inputs[1], add.Inputs[0])
            : null;

    private static Block? Branch(Graph graph, AddNode add, string shortcut, string end)
    {
        var branch = Between(graph, shortcut, end);
        // It must come out of the shortcut, and nobody else may want what it makes.
        if (
            branch.Any(name =>
                graph[name] is InputNode
                || graph.Outputs.Contains(name)
                || !graph.ConsumersOf(name).All(consumer => consumer == add || branch.Contains(consumer.Name))
            )
        )
            return null;
        if (!branch.Any(name => graph[name] is ConvolutionNode))
            return null;
        var label = add.Name.EndsWith(Suffix, StringComparison.Ordinal) ? add.Name[..^Suffix.Length] : add.Name;
        return new Block(
            label,
            shortcut,
            add.Name,
            [.. graph.Nodes.Select(node => node.Name).Where(name => name == add.Name || branch.Contains(name))]
        );
    }

    // What makes the end, back to the shortcut.
    private static HashSet<string> Between(Graph graph, string shortcut, string end)
    {
        var branch = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([end]);
        while (open.TryPop(out var name))
        {
            if (name == shortcut || !branch.Add(name))
                continue;
            foreach (var input in graph[name].Inputs)
                open.Push(input);
        }

        return branch;
    }
}
