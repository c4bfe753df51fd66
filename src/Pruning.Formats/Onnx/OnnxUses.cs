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

    /// <summary>Nodes whose values a node's come from, itself left out.</summary>
    public HashSet<NodeProto> Before(NodeProto node) =>
        Reached(node, from => from.Input.Select(WriterOf).OfType<NodeProto>());

    /// <summary>Nodes that get something of a node's values, itself left out.</summary>
    public HashSet<NodeProto> After(NodeProto node) => Reached(node, from => from.Output.SelectMany(ReadersOf));

    private static HashSet<NodeProto> Reached(NodeProto start, Func<NodeProto, IEnumerable<NodeProto>> next)
    {
        // By identity: equal nodes are not the same one.
        var reached = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<NodeProto>(next(start));
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
