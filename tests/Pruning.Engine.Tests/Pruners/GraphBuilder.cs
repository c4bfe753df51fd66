using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>Builds small networks with random weights.</summary>
internal sealed class GraphBuilder(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Node> _nodes = [];
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);

    public int ChannelsOf(string node) => _channels[node];

    public string Image(int channels = 3) => Add(new InputNode("images", channels), channels);

    public string Conv(
        string name,
        string input,
        int outputs,
        int kernel = 1,
        int stride = 1,
        int groups = 1,
        bool bias = false
    )
    {
        _parameters.Add(Draw($"{name}.weight", -1, 1, outputs, _channels[input] / groups, kernel, kernel));
        if (bias)
            _parameters.Add(Draw($"{name}.bias", -1, 1, outputs));
        return Add(
            new ConvolutionNode(
                name,
                input,
                Extent.Square(kernel),
                Extent.Square(stride),
                Extent.Square(kernel / 2),
                Extent.Square(1),
                groups,
                bias
            ),
            outputs
        );
    }

    public string Norm(string name, string input)
    {
        var channels = _channels[input];
        _parameters.Add(Draw($"{name}.weight", 0.2f, 1.5f, channels));
        _parameters.Add(Draw($"{name}.bias", -0.5f, 0.5f, channels));
        _parameters.Add(Draw($"{name}.running_mean", -0.5f, 0.5f, channels));
        _parameters.Add(Draw($"{name}.running_var", 0.5f, 2, channels));
        return Add(new BatchNormNode(name, input, 1e-3, 0.03), channels);
    }

    public string Act(string name, string input, ActivationKind kind = ActivationKind.SiLU) =>
        Add(new ActivationNode(name, input, kind), _channels[input]);

    /// <summary>Convolution, norm and activation, named as YOLOv5 does.</summary>
    public string Block(
        string name,
        string input,
        int outputs,
        int kernel = 1,
        int stride = 1,
        int groups = 1,
        ActivationKind kind = ActivationKind.SiLU
    ) => Act($"{name}.act", Norm($"{name}.bn", Conv($"{name}.conv", input, outputs, kernel, stride, groups)), kind);

    public string Sum(string name, params string[] inputs) => Add(new AddNode(name, [.. inputs]), _channels[inputs[0]]);

    public string Concat(string name, params string[] inputs) =>
        Add(new ConcatNode(name, [.. inputs]), inputs.Sum(input => _channels[input]));

    public string Pool(string name, string input, int kernel = 5) =>
        Add(new MaxPoolNode(name, input, kernel, 1, kernel / 2), _channels[input]);

    public string Up(string name, string input) => Add(new UpsampleNode(name, input, 2), _channels[input]);

    public string Slice(string name, string input, int row, int column) =>
        Add(new SliceNode(name, input, row, column, 2), _channels[input]);

    public string Detect(string name, int classes, params string[] inputs) =>
        Add(
            new DetectNode(
                name,
                [.. inputs],
                [.. inputs.Select(_ => ImmutableArray.Create(new Anchor(8, 8)))],
                [.. inputs.Select(_ => 8)],
                classes
            ),
            5 + classes
        );

    public Network Build(params string[] outputs) =>
        new(
            new Graph(_nodes, outputs),
            new ParameterSet(_parameters),
            ["thing"],
            ImmutableSortedDictionary<string, string>.Empty
        );

    private string Add(Node node, int channels)
    {
        _nodes.Add(node);
        _channels[node.Name] = channels;
        return node.Name;
    }

    private Parameter Draw(string name, float from, float to, params int[] shape)
    {
        var values = new float[Parameter.CountOf(shape)];
        for (var i = 0; i < values.Length; i++)
            values[i] = from + ((to - from) * _random.NextSingle());
        return new Parameter(name, [.. shape], values);
    }
}
