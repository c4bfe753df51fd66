using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Onnx.Schema;
using static Pruning.Onnx.OnnxGraphBuilder;

namespace Pruning.Onnx;

/// <summary>
/// Translates each node of a network into ONNX operators; a visit gives the name of the ONNX value that carries the
/// node's output.
/// </summary>
internal sealed class OnnxNodeWriter(
    Network network,
    OnnxExportOptions options,
    IReadOnlyDictionary<string, FeatureShape> shapes,
    OnnxGraphBuilder builder
) : INodeVisitor<string>
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folded = new(StringComparer.Ordinal);

    /// <summary>The value that a SiLU multiplies by.</summary>
    public static string GateOf(string activation) => $"{activation}.sigmoid";

    /// <summary>The sum of a node's first maps.</summary>
    /// <param name="index">Of the last one in it.</param>
    public static string PartOf(AddNode node, int index) => FormattableString.Invariant($"{node.Name}.{index}");

    public void WriteAll()
    {
        foreach (var node in network.Graph.Nodes)
            _values[node.Name] = node.Accept(this);
    }

    public string Visit(InputNode node)
    {
        var picture = options.Resolution is null ? OnnxExporter.InputName : OnnxResolution.Reduce(builder, options);
        return network.Graph.Outputs.Contains(node.Name)
            ? builder.Operator("Identity", node.Name, [picture], output: OutputOf(node))
            : picture;
    }

    public string Visit(ConvolutionNode node)
    {
        var weight = network.Parameters[$"{node.Name}.weight"];
        var norm = BatchNormFolding.FoldableInto(node, network.Graph);
        var (values, bias) = norm is null
            ? (weight.Values, node.HasBias ? network.Parameters[$"{node.Name}.bias"].Values : null)
            : BatchNormFolding.Fold(node, norm, network.Parameters);
        if (norm is not null)
            _folded.Add(norm.Name);

        List<string> inputs =
        [
            _values[node.Input],
            builder.Constant($"{node.Name}.weight", values, Sizes(weight.Shape)),
        ];
        if (bias is not null)
            inputs.Add(builder.Constant($"{node.Name}.bias", bias, bias.Length));
        AttributeProto[] attributes =
        [
            Attribute("dilations", node.Dilation.Height, node.Dilation.Width),
            Attribute("group", (long)node.Groups),
            Attribute("kernel_shape", node.Kernel.Height, node.Kernel.Width),
            Attribute("pads", node.Padding.Height, node.Padding.Width, node.Padding.Height, node.Padding.Width),
            Attribute("strides", node.Stride.Height, node.Stride.Width),
        ];
        return builder.Operator("Conv", node.Name, inputs, attributes, norm is null ? OutputOf(node) : OutputOf(norm));
    }

    public string Visit(BatchNormNode node)
    {
        if (_folded.Contains(node.Name))
            return _values[node.Input];
        List<string> inputs = [_values[node.Input]];
        foreach (var suffix in ShapeInference.BatchNormParameters)
        {
            var parameter = network.Parameters[$"{node.Name}.{suffix}"];
            inputs.Add(builder.Constant(parameter.Name, parameter.Values, Sizes(parameter.Shape)));
        }

        return builder.Operator(
            "BatchNormalization",
            node.Name,
            inputs,
            [Attribute("epsilon", (float)node.Epsilon)],
            OutputOf(node)
        );
    }

    public string Visit(ActivationNode node)
    {
        var input = _values[node.Input];
        switch (node.Kind)
        {
            case ActivationKind.SiLU:
                var gate = builder.Operator("Sigmoid", GateOf(node.Name), [input]);
                return builder.Operator("Mul", node.Name, [input, gate], output: OutputOf(node));
            case ActivationKind.ReLU:
                return builder.Operator("Relu", node.Name, [input], output: OutputOf(node));
            case ActivationKind.LeakyReLU:
                return builder.Operator(
                    "LeakyRelu",
                    node.Name,
                    [input],
                    [Attribute("alpha", ActivationNode.LeakySlope)],
                    OutputOf(node)
                );
            case ActivationKind.Hardswish:
                return Hardswish(node, input);
            default:
                throw new InvalidOperationException($"The ONNX exporter does not know the activation {node.Kind}.");
        }
    }

    public string Visit(AddNode node)
    {
        var inputs = Inputs(node).ToArray();
        if (inputs.Length == 1)
            return builder.Operator("Identity", node.Name, inputs, output: OutputOf(node));
        var sum = inputs[0];
        for (var i = 1; i < inputs.Length; i++)
        {
            var last = i == inputs.Length - 1;
            sum = builder.Operator(
                "Add",
                last ? node.Name : PartOf(node, i),
                [sum, inputs[i]],
                output: last ? OutputOf(node) : null
            );
        }

        return sum;
    }

    public string Visit(ConcatNode node) =>
        builder.Operator("Concat", node.Name, Inputs(node), [Attribute("axis", 1L)], OutputOf(node));

    public string Visit(MaxPoolNode node) =>
        builder.Operator(
            "MaxPool",
            node.Name,
            Inputs(node),
            [
                Attribute("kernel_shape", node.Kernel, node.Kernel),
                Attribute("pads", node.Padding, node.Padding, node.Padding, node.Padding),
                Attribute("strides", node.Stride, node.Stride),
            ],
            OutputOf(node)
        );

    public string Visit(UpsampleNode node) =>
        builder.Resize(
            node.Name,
            _values[node.Input],
            node.Factor,
            options.Opset,
            [
                Attribute("coordinate_transformation_mode", "asymmetric"),
                Attribute("mode", "nearest"),
                Attribute("nearest_mode", "floor"),
            ],
            OutputOf(node)
        );

    public string Visit(SliceNode node) =>
        builder.Operator(
            "Slice",
            node.Name,
            [
                _values[node.Input],
                builder.Constant($"{node.Name}.starts", node.RowOffset, node.ColumnOffset),
                builder.Constant($"{node.Name}.ends", long.MaxValue, long.MaxValue),
                builder.Constant($"{node.Name}.axes", 2, 3),
                builder.Constant($"{node.Name}.steps", node.Step, node.Step),
            ],
            output: OutputOf(node)
        );

    public string Visit(DetectNode node)
    {
        var head = new OnnxHeadWriter(node, options, builder);
        return options.Resolution is null
            ? head.Write(Inputs(node), shapes, OutputOf(node))
            : OnnxResolution.Enlarge(
                builder,
                options,
                head.Write(Inputs(node), shapes, $"{node.Name}.reduced"),
                HeadColumns.CountFor(node.ClassCount),
                OutputOf(node)
            );
    }

    private string Hardswish(ActivationNode node, string input)
    {
        if (options.Opset >= 14)
            return builder.Operator("HardSwish", node.Name, [input], output: OutputOf(node));
        var gate = builder.Operator(
            "HardSigmoid",
            $"{node.Name}.gate",
            [input],
            [Attribute("alpha", 1f / 6f), Attribute("beta", 0.5f)]
        );
        return builder.Operator("Mul", node.Name, [input, gate], output: OutputOf(node));
    }

    private IEnumerable<string> Inputs(Node node) => node.Inputs.Select(input => _values[input]);

    /// <summary>An output of the network carries the name that callers know; everything else its node's.</summary>
    private string OutputOf(Node node) =>
        network.Graph.Outputs.IndexOf(node.Name) is var index and >= 0 ? OnnxExporter.OutputName(index) : node.Name;

    private static long[] Sizes(ImmutableArray<int> shape) => [.. shape.Select(size => (long)size)];
}
