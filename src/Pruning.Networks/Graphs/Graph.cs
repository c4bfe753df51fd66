using System.Collections.Frozen;
using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>
/// A network's structure: nodes in an order in which each comes after its inputs, with exactly one
/// <see cref="InputNode"/>. The one description that the executor, the coupling analysis, the cost counter, the ONNX
/// exporter and the printer all read.
/// </summary>
public sealed class Graph
{
    private readonly FrozenDictionary<string, Node> _byName;
    private readonly FrozenDictionary<string, ImmutableArray<Node>> _consumers;

    /// <param name="nodes">Ordered; names unique.</param>
    /// <param name="outputs">
    /// Names of the nodes whose outputs are the network's; for a detector, its <see cref="DetectNode"/>.
    /// </param>
    /// <exception cref="PruneException">PRUNE1001: the order, a name or an output is wrong.</exception>
    public Graph(IEnumerable<Node> nodes, IEnumerable<string> outputs)
    {
        Nodes = [.. nodes];
        Outputs = [.. outputs];
        _byName = GraphChecks.Index(Nodes);
        GraphChecks.Verify(Nodes, Outputs, _byName);
        _consumers = Nodes
            .SelectMany(node => node.Inputs.Distinct().Select(input => (input, node)))
            .GroupBy(pair => pair.input, pair => pair.node)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        Input = Nodes.OfType<InputNode>().Single();
    }

    public ImmutableArray<Node> Nodes { get; }

    public ImmutableArray<string> Outputs { get; }

    public InputNode Input { get; }

    /// <summary>The detection head, or null for a network without one.</summary>
    public DetectNode? Detect => Nodes.OfType<DetectNode>().FirstOrDefault();

    /// <summary>Whether there are batch norms, whose scales a penalty can push; a file may have them folded.</summary>
    public bool HasNorms => Nodes.Any(node => node is BatchNormNode);

    public Node this[string name] => _byName[name];

    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The nodes that read <paramref name="name"/>'s output, in graph order.</summary>
    public ImmutableArray<Node> ConsumersOf(string name) => _consumers.TryGetValue(name, out var nodes) ? nodes : [];
}
