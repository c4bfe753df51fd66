using Pruning.Graphs;

namespace Pruning.Slimming.Latency;

/// <summary>
/// The nodes and parameters of one layer with what feeds it. A convolution reads the picture itself, as a runtime's own layout change before it is
/// told apart by name; other layers read convolutions, because between convolutions is where they run, and in their layout.
/// </summary>
internal sealed class SingleLayerNetwork
{
    private const string Picture = "picture";
    private const string Layer = "layer";

    private readonly Random _random = new(0);

    public SingleLayerNetwork(LayerShape shape)
    {
        switch (shape.Kind)
        {
            case ConvolutionNode convolution:
                Nodes.Add(new InputNode(Picture, shape.Inputs));
                AddConvolution(convolution with { Name = Layer, Input = Picture, Inputs = [Picture], HasBias = true }, shape);
                break;
            case AddNode add:
                Nodes.Add(new AddNode(Layer, [.. Enumerable.Range(0, add.Inputs.Length).Select(index => Feed(index, shape.Outputs))]));
                break;
            case ConcatNode concat:
                Nodes.Add(new ConcatNode(Layer, [.. Shares(shape.Outputs, concat.Inputs.Length).Select((channels, index) => Feed(index, channels))]));
                break;
            case MaxPoolNode pool:
                Nodes.Add(pool with { Name = Layer, Input = Feed(0, shape.Outputs), Inputs = [Last] });
                break;
            case UpsampleNode up:
                Nodes.Add(up with { Name = Layer, Input = Feed(0, shape.Outputs), Inputs = [Last] });
                break;
            case ActivationNode activation:
                // Read from an addition, so that it runs by itself here too.
                Nodes.Add(new AddNode(LayerShape.FeedPrefix, [Feed(0, shape.Outputs), Feed(1, shape.Outputs)]));
                Nodes.Add(new ActivationNode(Layer, LayerShape.FeedPrefix, activation.Kind));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape.Key, "Such a layer is not timed.");
        }
    }

    public List<Node> Nodes { get; } = [];

    public List<Parameter> Parameters { get; } = [];

    private string Last => Nodes[^1].Name;

    private void AddConvolution(ConvolutionNode node, LayerShape shape)
    {
        Nodes.Add(node);
        AddParameters(node, shape.Outputs, shape.Inputs / node.Groups);
        if (shape.Activation is { } activation)
            Nodes.Add(new ActivationNode($"{Layer}.act", node.Name, activation));
    }

    /// <summary>Adds a layer that gives so many channels, with an activation so that nothing is fused into the convolution.</summary>
    private string Feed(int index, int channels)
    {
        if (Nodes.Count == 0)
            Nodes.Add(new InputNode(Picture, 1));
        var name = FormattableString.Invariant($"{LayerShape.FeedPrefix}{index}");
        var convolution = new ConvolutionNode(name, Picture, Extent.Square(1), Extent.Square(1), Extent.Square(0), Extent.Square(1), 1, HasBias: true);
        Nodes.Add(convolution);
        AddParameters(convolution, channels, 1);
        Nodes.Add(new ActivationNode($"{name}.act", name, ActivationKind.SiLU));
        return Last;
    }

    // [outputs, inputs a group, kernel height, kernel width], and the biases
    private void AddParameters(ConvolutionNode node, int outputs, int inputs)
    {
        var weight = new float[outputs * inputs * node.Kernel.Height * node.Kernel.Width];
        for (var i = 0; i < weight.Length; i++)
            weight[i] = _random.NextSingle() - 0.5f;
        Parameters.Add(new Parameter($"{node.Name}.weight", [outputs, inputs, node.Kernel.Height, node.Kernel.Width], weight));
        Parameters.Add(Parameter.Filled($"{node.Name}.bias", 0.1f, outputs));
    }

    private static IEnumerable<int> Shares(int channels, int count) => Enumerable.Range(0, count).Select(index => (channels * (index + 1) / count) - (channels * index / count));
}
