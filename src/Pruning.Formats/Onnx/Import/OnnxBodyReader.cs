using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>
/// Translates the operators of feature maps into nodes. What has no counterpart is refused by name: a layer left out
/// changes every result.
/// </summary>
internal sealed class OnnxBodyReader
{
    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly List<Node> _added = [];
    private readonly OnnxSource _source;
    private readonly OnnxLeafReader _leaves;
    private readonly OnnxActivations _activations;
    private readonly OnnxSlices _slices;
    private readonly OnnxNodeNames _names;

    private OnnxBodyReader(OnnxSource source)
    {
        _source = source;
        _leaves = new OnnxLeafReader(source);
        _activations = new OnnxActivations(source);
        _slices = new OnnxSlices(source);
        _names = new OnnxNodeNames(source);
    }

    /// <param name="maps">The convolutions at which the head begins.</param>
    public static OnnxBody Read(OnnxSource source, ImmutableArray<NodeProto> maps)
    {
        var reader = new OnnxBodyReader(source);
        reader._nodes[source.Image] = reader.Add(new InputNode(reader._names.Unique("images"), source.Channels));
        var needed = reader.Needed(maps);
        foreach (var node in source.Graph.Node.Where(needed.Contains))
            reader.Translate(node);
        var convolutions = reader
            ._added.OfType<ConvolutionNode>()
            .ToDictionary(node => node.Name, StringComparer.Ordinal);
        return new OnnxBody(
            [.. reader._added],
            new ParameterSet(reader._builder.Parameters),
            [.. maps.Select(map => convolutions[reader._nodes[map.Output[0]]])],
            reader._names.AreKnown
        );
    }

    private HashSet<NodeProto> Needed(ImmutableArray<NodeProto> maps)
    {
        var needed = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var open = new Stack<NodeProto>(maps);
        while (open.TryPop(out var node))
        {
            if (!needed.Add(node))
                continue;
            foreach (var producer in node.Input.Select(_source.ProducerOf).OfType<NodeProto>())
                open.Push(producer);
        }

        return needed;
    }

    private void Translate(NodeProto node)
    {
        if (node.Domain is not ("" or "ai.onnx"))
            throw _source.Unsupported(
                node,
                $"belongs to the operator set '{CheckpointErrors.Quote(node.Domain)}', as files have that a "
                    + $"runtime optimised; give the file before that"
            );
        if (
            node.OpType == "Constant"
            || node.Output.Count == 0
            || _source.IsShape(node.Output[0])
            || _source.Origin(node.Output[0]) != node.Output[0]
            || _slices.Accept(node)
        )
            return;
        if (_activations.Read(node) is { } activation)
        {
            if (activation.Kind is { } kind)
                Give(
                    node,
                    new ActivationNode(
                        _names.OfActivation(Use(node, activation.Input)),
                        Use(node, activation.Input),
                        kind
                    )
                );
            return;
        }

        switch (node.OpType)
        {
            case "Conv":
                var convolution = _leaves.Convolution(node, _names.OfParameters(node), Input(node, 0), out var weights);
                AddAll(weights);
                Give(node, convolution);
                break;
            case "BatchNormalization":
                var norm = _leaves.Norm(node, _names.OfParameters(node), Input(node, 0), out var statistics);
                AddAll(statistics);
                Give(node, norm);
                break;
            case "MaxPool":
                Give(node, _leaves.Pool(node, _names.Of(node), Input(node, 0)));
                break;
            case "Resize" or "Upsample":
                Give(node, _leaves.Upsample(node, _names.Of(node), Input(node, 0)));
                break;
            case "Add":
                Give(node, new AddNode(_names.Of(node), Inputs(node)));
                break;
            case "Concat":
                _leaves.RequireChannels(node);
                Give(node, new ConcatNode(_names.Of(node), Inputs(node)));
                break;
            default:
                throw _source.Unsupported(
                    node,
                    node.OpType == "Shape" || node.Input.Any(_source.IsShape)
                        ? "computes with the sizes of maps in a way that is not known; export the file without "
                            + "dynamic axes"
                        : "has no counterpart in a YOLOv5 network"
                );
        }
    }

    private void Give(NodeProto node, Node translated) => _nodes[node.Output[0]] = Add(translated);

    private string Add(Node node)
    {
        _added.Add(node);
        return _builder.Add(node);
    }

    private void AddAll(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            _builder.Add(parameter);
    }

    private ImmutableArray<string> Inputs(NodeProto node) => [.. node.Input.Select(input => Use(node, input))];

    private string Input(NodeProto node, int index) =>
        node.Input.Count > index ? Use(node, node.Input[index]) : throw _source.Unsupported(node, "has no input");

    /// <summary>The graph node that carries a value; slices become nodes when something else reads them.</summary>
    private string Use(NodeProto reader, string value)
    {
        value = _source.Origin(value);
        if (_nodes.TryGetValue(value, out var name))
            return name;
        if (_slices.Find(value) is { } slice)
        {
            var input = Use(reader, slice.Input);
            return _nodes[value] = Add(
                new SliceNode(_names.Unique($"{input}.slice"), input, slice.Row, slice.Column, slice.Step)
            );
        }

        throw _source.ProducerOf(value) is { } producer
            ? _source.Unsupported(producer, $"is used by '{reader.OpType}' in a way that YOLOv5 networks do not have")
            : _source.Unsupported(reader, $"reads '{CheckpointErrors.Quote(value)}', which is a constant or not there");
    }
}
