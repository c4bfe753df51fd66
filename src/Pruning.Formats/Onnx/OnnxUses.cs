using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>Who writes and who reads the values of an ONNX graph.</summary>
internal sealed class OnnxUses
{
    private readonly ILookup<string, NodeProto> _readers;
    private readonly Dictionary<string, NodeProto> _writers = new(StringComparer.Ordinal);

    public OnnxUses(GraphProto graph)
    {
        _readers = graph
            .Node.SelectMany(node => node.Input.Distinct().Select(value => (Value: value, Node: node)))
            .ToLookup(use => use.Value, use => use.Node, StringComparer.Ordinal);
        foreach (var node in graph.Node)
        foreach (var output in node.Output)
            _writers.TryAdd(output, node);
    }

    public IReadOnlyList<NodeProto> ReadersOf(string value) => [.. _readers[value]];

    public NodeProto? WriterOf(string value) => _writers.GetValueOrDefault(value);

    /// <summary>Nodes from which some of the given nodes' values come, directly or by others.</summary>
    public HashSet<NodeProto> Before(IEnumerable<NodeProto> nodes) =>
        Reached(nodes, from => from.Input.Select(WriterOf).OfType<NodeProto>());

    /// <summary>Nodes that get something of some of the given nodes' values, likewise.</summary>
    public HashSet<NodeProto> After(IEnumerable<NodeProto> nodes) =>
        Reached(nodes, from => from.Output.SelectMany(ReadersOf));

    private static HashSet<NodeProto> Reached(
        IEnumerable<NodeProto> starts,
        Func<NodeProto, IEnumerable<NodeProto>> next
    )
    {
        // By identity: equal nodes are not the same one.
        var reached = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<NodeProto>(starts.SelectMany(next));
        while (waiting.TryDequeue(out var node))
        {
            if (!reached.Add(node))
                continue;
            foreach (var one in next(node))
                waiting.Enqueue(one);
        }

        return reached;
    }
}
