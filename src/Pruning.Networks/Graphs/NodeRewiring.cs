using System.Collections.Immutable;

namespace Pruning.Graphs;

/// <summary>The same operations under other names, reading other nodes.</summary>
internal sealed class NodeRewiring : INodeVisitor<Node>
{
    private readonly string _name;
    private readonly ImmutableArray<string> _inputs;

    private NodeRewiring(string name, ImmutableArray<string> inputs) => (_name, _inputs) = (name, inputs);

    /// <param name="inputs">As many as it has.</param>
    public static Node Rewire(Node node, string name, ImmutableArray<string> inputs) =>
        node.Accept(new NodeRewiring(name, inputs));

    public Node Visit(InputNode node) => node with { Name = _name };

    public Node Visit(ConvolutionNode node) => node with { Name = _name, Input = _inputs[0], Inputs = _inputs };

    public Node Visit(BatchNormNode node) => node with { Name = _name, Input = _inputs[0], Inputs = _inputs };

    public Node Visit(ActivationNode node) => node with { Name = _name, Input = _inputs[0], Inputs = _inputs };

    public Node Visit(AddNode node) => node with { Name = _name, Inputs = _inputs };

    public Node Visit(ConcatNode node) => node with { Name = _name, Inputs = _inputs };

    public Node Visit(MaxPoolNode node) => node with { Name = _name, Input = _inputs[0], Inputs = _inputs };

    public Node Visit(UpsampleNode node) => node with { Name = _name, Input = _inputs[0], Inputs = _inputs };

    public Node Visit(SliceNode node) => node with { Name = _name, Input = _inputs[0], Inputs = _inputs };

    public Node Visit(DetectNode node) => node with { Name = _name, Inputs = _inputs };
}
