using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>A node without its removed channels; the parameters that it loses values of are gathered.</summary>
internal sealed class NodePruner(ParameterSet parameters, KeptChannels kept) : INodeVisitor<Node>
{
    private readonly List<Parameter> _changed = [];

    /// <summary>The parameters of the nodes so far that are not what they were.</summary>
    public IReadOnlyList<Parameter> Changed => _changed;

    public Node Visit(InputNode node) => node;

    public Node Visit(ConvolutionNode node)
    {
        var outputs = kept[node.Name];
        var inputs = kept[node.Input];
        var weight = parameters[$"{node.Name}.weight"];
        if (node.HasBias)
            _changed.Add(parameters[$"{node.Name}.bias"].Select(outputs));
        if (node.Groups == 1)
        {
            _changed.Add(weight.Select(outputs, inputs));
            return node;
        }

        // Whole groups go: the filters of the others keep all their inputs.
        _changed.Add(weight.Select(outputs));
        return node with { Groups = inputs.Length / weight.Shape[1] };
    }

    public Node Visit(BatchNormNode node)
    {
        var channels = kept[node.Name];
        _changed.AddRange(NodeParameters.NamesOf(node).Select(name => parameters[name].Select(channels)));
        return node;
    }

    public Node Visit(ActivationNode node) => node;

    public Node Visit(AddNode node) => node;

    public Node Visit(ConcatNode node) => node;

    public Node Visit(MaxPoolNode node) => node;

    public Node Visit(UpsampleNode node) => node;

    public Node Visit(SliceNode node) => node;

    public Node Visit(DetectNode node) => node;
}
