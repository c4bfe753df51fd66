using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Slimming.Blocks;

/// <summary>
/// A branch that a shortcut bridges: what is added reads nothing but what it is added to, and nobody else reads what it makes in between.
/// Without it the network still fits together: the shortcut carries on alone. In YOLOv5 these are the backbone's bottlenecks.
/// </summary>
/// <param name="Addition">The node that adds it.</param>
/// <param name="End">The addition's input that it makes.</param>
/// <param name="Nodes">Its nodes, in graph order.</param>
public sealed record ResidualBlock(string Addition, string End, ImmutableArray<string> Nodes)
{
    private const string Suffix = ".add";

    /// <summary>As YOLOv5 names the module: <c>model.4.m.0</c>.</summary>
    public string Name => Addition.EndsWith(Suffix, StringComparison.Ordinal) ? Addition[..^Suffix.Length] : Addition;

    /// <summary>All of a graph, in its order.</summary>
    public static ImmutableArray<ResidualBlock> Find(Graph graph) =>
        [.. graph.Nodes.OfType<AddNode>().SelectMany(add => add.Inputs.Distinct().Select(end => Branch(graph, add, end)).OfType<ResidualBlock>())];

    private static ResidualBlock? Branch(Graph graph, AddNode add, string end)
    {
        if (add.Inputs.Length < 2 || add.Inputs.Count(input => input == end) > 1)
            return null;
        var shortcuts = add.Inputs.Where(input => input != end).ToHashSet(StringComparer.Ordinal);
        var branch = Between(graph, shortcuts, end);
        // It must come out of the shortcut, and nobody else may want what it makes.
        if (branch.Any(name => graph[name] is InputNode || graph.Outputs.Contains(name) || !graph.ConsumersOf(name).All(consumer => consumer == add || branch.Contains(consumer.Name))))
            return null;
        ImmutableArray<string> nodes = [.. graph.Nodes.Select(node => node.Name).Where(branch.Contains)];
        return nodes.Any(name => graph[name] is ConvolutionNode) ? new ResidualBlock(add.Name, end, nodes) : null;
    }

    // What makes the end, back to the shortcuts.
    private static HashSet<string> Between(Graph graph, HashSet<string> shortcuts, string end)
    {
        var branch = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([end]);
        while (open.TryPop(out var name))
        {
            if (shortcuts.Contains(name) || !branch.Add(name))
                continue;
            foreach (var input in graph[name].Inputs)
                open.Push(input);
        }

        return branch;
    }
}
