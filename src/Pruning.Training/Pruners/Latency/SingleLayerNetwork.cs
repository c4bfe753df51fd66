using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

/// <summary>
/// The nodes and parameters of one layer with what feeds it. A convolution reads the picture itself, as a runtime's own
/// layout change before it is told apart by name; other layers read convolutions, because between convolutions is where
/// they run, and in their layout.
/// </summary>
internal sealed class SingleLayerNetwork : INodeVisitor<string>
{
    private const string Picture = "picture";
    private const string Layer = "layer";

    private readonly Random _random = new(0);
    private readonly LayerShape _shape;

    public SingleLayerNetwork(LayerShape shape)
    {
        _shape = shape;
        Output = shape.Kind.Accept(this);
        // Integers lie between a first and a last convolution, which stay in floats.
        if (shape.IsQuantized)
            Output = Between(LayerShape.TailPrefix, Output, _shape.Outputs, 1);
    }

    public List<Node> Nodes { get; } = [];

    public List<Parameter> Parameters { get; } = [];

    /// <summary>The node whose output is the layer's.</summary>
    public string Output { get; }

    private string Last => Nodes[^1].Name;

    public string Visit(InputNode node) => throw NotTimed();

    public string Visit(ConvolutionNode node)
    {
        var read = Picture;
        if (_shape.IsQuantized)
            read = Feed(0, _shape.Inputs);
        else
            Nodes.Add(new InputNode(Picture, _shape.Inputs));
        AddConvolution(node with { Name = Layer, Input = read, Inputs = [read], HasBias = true });
        return Last;
    }

    public string Visit(BatchNormNode node) => throw NotTimed();

    public string Visit(ActivationNode node)
    {
        // Read from an addition, so that it runs by itself here too.
        var sum = Add(new AddNode(LayerShape.FeedPrefix, [Feed(0, _shape.Outputs), Feed(1, _shape.Outputs)]));
        return Add(new ActivationNode(Layer, sum, node.Kind));
    }

    public string Visit(AddNode node) =>
        Add(
            new AddNode(
                Layer,
                [.. Enumerable.Range(0, node.Inputs.Length).Select(index => Feed(index, _shape.Outputs))]
            )
        );

    public string Visit(ConcatNode node) =>
        Add(
            new ConcatNode(
                Layer,
                [.. Shares(_shape.Outputs, node.Inputs.Length).Select((channels, index) => Feed(index, channels))]
            )
        );

    public string Visit(MaxPoolNode node) => Add(NodeRewiring.Rewire(node, Layer, [Feed(0, _shape.Outputs)]));

    public string Visit(UpsampleNode node) => Add(NodeRewiring.Rewire(node, Layer, [Feed(0, _shape.Outputs)]));

    public string Visit(SliceNode node) => throw NotTimed();

    public string Visit(DetectNode node) => throw NotTimed();

    private string Add(Node node)
    {
        Nodes.Add(node);
        return node.Name;
    }

    private void AddConvolution(ConvolutionNode node)
    {
        Nodes.Add(node);
        AddParameters(node, _shape.Outputs, _shape.Inputs / node.Groups);
        if (_shape.Activation is { } activation)
            Nodes.Add(new ActivationNode($"{Layer}.act", node.Name, activation));
    }

    /// <summary>
    /// Adds a layer that gives so many channels, with an activation so that nothing is fused into the convolution.
    /// </summary>
    private string Feed(int index, int channels)
    {
        if (Nodes.Count == 0)
        {
            Nodes.Add(new InputNode(Picture, 1));
            if (_shape.IsQuantized)
                Between($"{LayerShape.FeedPrefix}.first", Picture, 1, 1);
        }

        var name = FormattableString.Invariant($"{LayerShape.FeedPrefix}{index}");
        var made = Between(name, _shape.IsQuantized ? $"{LayerShape.FeedPrefix}.first" : Picture, 1, channels);
        Nodes.Add(new ActivationNode($"{name}.act", made, ActivationKind.SiLU));
        return Last;
    }

    // A 1×1 convolution.
    private string Between(string name, string input, int inputs, int outputs)
    {
        var convolution = new ConvolutionNode(
            name,
            input,
            Extent.Square(1),
            Extent.Square(1),
            Extent.Square(0),
            Extent.Square(1),
            1,
            HasBias: true
        );
        Nodes.Add(convolution);
        AddParameters(convolution, outputs, inputs);
        return name;
    }

    // [outputs, inputs a group, kernel height, kernel width], and the biases
    private void AddParameters(ConvolutionNode node, int outputs, int inputs)
    {
        var weight = new float[outputs * inputs * node.Kernel.Height * node.Kernel.Width];
        for (var i = 0; i < weight.Length; i++)
            weight[i] = _random.NextSingle() - 0.5f;
        Parameters.Add(
            new Parameter($"{node.Name}.weight", [outputs, inputs, node.Kernel.Height, node.Kernel.Width], weight)
        );
        Parameters.Add(Parameter.Filled($"{node.Name}.bias", 0.1f, outputs));
    }

    private static IEnumerable<int> Shares(int channels, int count) =>
        Enumerable.Range(0, count).Select(index => (channels * (index + 1) / count) - (channels * index / count));

    private ArgumentOutOfRangeException NotTimed() => new(nameof(_shape), _shape.Key, "Such a layer is not timed.");
}
