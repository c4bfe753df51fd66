using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>Recognises a network of one of YOLOv5's tables by its structure alone.</summary>
internal static class YoloNames
{
    /// <summary>The table's names by the network's; null where it is none of them.</summary>
    public static IReadOnlyDictionary<string, string>? Find(Graph graph)
    {
        if (graph.Detect is not { } detect)
            return null;
        var folded = !graph.Nodes.Any(node => node is BatchNormNode);
        return YoloArchitecture
            .StandardDesigns.Where(design => design.Table.Strides.Length == detect.Strides.Length)
            .Select(design => Match(graph, YoloGraph.Build(design, detect.ClassCount, detect.Anchors, folded).Graph))
            .FirstOrDefault(names => names is not null);
    }

    private static Dictionary<string, string>? Match(Graph graph, Graph table)
    {
        if (graph.Nodes.Length != table.Nodes.Length)
            return null;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<(Node Node, Node Like)>([(graph.Detect!, table.Detect!)]);
        while (open.TryPop(out var pair))
        {
            var (node, like) = pair;
            if (names.TryGetValue(node.Name, out var known))
            {
                if (known != like.Name)
                    return null;
                continue;
            }

            if (node.Inputs.Length != like.Inputs.Length || !NodeForm.AreEqual(node, like) || !used.Add(like.Name))
                return null;
            names[node.Name] = like.Name;
            for (var i = 0; i < node.Inputs.Length; i++)
                open.Push((graph[node.Inputs[i]], table[like.Inputs[i]]));
        }

        return names.Count == graph.Nodes.Length ? names : null;
    }
}
