using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>Collects the nodes and parameters of a network that is being described layer by layer.</summary>
internal sealed class GraphBuilder
{
    /// <summary>More nodes than any detector has; a description that repeats itself without end stops here.</summary>
    public const int MostNodes = 20_000;

    private readonly List<Node> _nodes = [];
    private readonly List<Parameter> _parameters = [];

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Adds a node and returns its name.</summary>
    public string Add(Node node)
    {
        if (_nodes.Count >= MostNodes)
            throw new PruneException(
                Codes.InconsistentNetwork,
                $"The network has more than {MostNodes} layers. No detector has; its description repeats itself. "
                    + $"Write the file again from its source."
            );
        _nodes.Add(node);
        return node.Name;
    }

    public void Add(Parameter parameter) => _parameters.Add(parameter);

    public Graph Build(params IEnumerable<string> outputs) => new(_nodes, outputs);
}
