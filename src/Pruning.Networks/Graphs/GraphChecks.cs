using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>What makes a list of nodes a graph.</summary>
internal static class GraphChecks
{
    public static FrozenDictionary<string, Node> Index(ImmutableArray<Node> nodes)
    {
        var byName = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (!byName.TryAdd(node.Name, node))
                throw Broken($"two layers are named '{node.Name}'");
        }

        return byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static void Verify(
        ImmutableArray<Node> nodes,
        ImmutableArray<string> outputs,
        FrozenDictionary<string, Node> byName
    )
    {
        var inputs = nodes.Count(node => node is InputNode);
        if (inputs != 1)
            throw Broken($"it has {inputs} inputs, and a network has exactly one");
        VerifyOrder(nodes);
        if (outputs.IsEmpty)
            throw Broken("it names no output");
        foreach (var output in outputs)
        {
            if (!byName.ContainsKey(output))
                throw Broken($"its output '{output}' is not one of its layers");
        }
    }

    private static void VerifyOrder(ImmutableArray<Node> nodes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs)
            {
                if (!seen.Contains(input))
                    throw Broken($"layer '{node.Name}' reads '{input}', which does not come before it");
            }

            if (node is not InputNode && node.Inputs.IsEmpty)
                throw Broken($"layer '{node.Name}' has no inputs");
            seen.Add(node.Name);
        }
    }

    private static PruneException Broken(string what) =>
        new(
            Codes.InconsistentNetwork,
            $"The network's description is inconsistent: {what}. It cannot be run; write the file again from its "
                + $"source."
        );
}
