using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>Reads single operators with their constants: convolution, batch norm, pooling, enlargement.</summary>
internal sealed class OnnxLeafReader(OnnxSource source)
{
    private const int LargestConstant = 1024;

    public ConvolutionNode Convolution(
        NodeProto node,
        string name,
        string input,
        out IReadOnlyList<Parameter> parameters
    )
    {
        var weight = Constant(node, 1, $"{name}.weight");
        if (weight.Shape is not [_, _, var height, var width])
            throw source.Unsupported(
                node,
                $"has a weight of shape [{string.Join(", ", weight.Shape)}], where a two-dimensional convolution "
                    + $"has 4 sizes"
            );
        var biased = node.Input.Count > 2 && node.Input[2].Length > 0;
        parameters = biased ? [weight, Constant(node, 2, $"{name}.bias")] : [weight];
        return new ConvolutionNode(
            name,
            input,
            new Extent(height, width),
            Pair(node, "strides", 1, 1),
            Padding(node),
            Pair(node, "dilations", 1, 1),
            Number(node, "group", 1, 1, 1 << 20),
            biased
        );
    }

    /// <remarks>ONNX counts momentum as what stays, torch as what is new.</remarks>
    public BatchNormNode Norm(NodeProto node, string name, string input, out IReadOnlyList<Parameter> parameters)
    {
        parameters =
        [
            .. ShapeInference.BatchNormParameters.Select((suffix, i) => Constant(node, i + 1, $"{name}.{suffix}")),
        ];
        var epsilon = Find(node, "epsilon")?.F ?? 1e-5f;
        var momentum = 1 - (Find(node, "momentum")?.F ?? 0.9f);
        if (epsilon is not (> 0 and < 1) || momentum is not (>= 0 and <= 1))
            throw source.Unsupported(
                node,
                FormattableString.Invariant($"has epsilon {epsilon} and momentum {1 - momentum}")
            );
        // Decimal fractions of torch went through 32-bit floats: 1e-3 comes back as 1e-3.
        return new BatchNormNode(name, input, Math.Round(epsilon, 9), Math.Round(momentum, 6));
    }

    public MaxPoolNode Pool(NodeProto node, string name, string input)
    {
        var (kernel, stride, padding) = (Pair(node, "kernel_shape", 0, 1), Pair(node, "strides", 1, 1), Padding(node));
        if (
            kernel.Height != kernel.Width
            || stride.Height != stride.Width
            || padding.Height != padding.Width
            || Pair(node, "dilations", 1, 1) != Extent.Square(1)
            || Number(node, "ceil_mode", 0, 0, 1) != 0
        )
            throw source.Unsupported(node, "is not a plain maximum over squares");
        return new MaxPoolNode(name, input, kernel.Height, stride.Height, padding.Height);
    }

    public UpsampleNode Upsample(NodeProto node, string name, string input)
    {
        var mode = Find(node, "mode")?.S.ToStringUtf8() ?? "nearest";
        if (mode != "nearest")
            throw source.Unsupported(
                node,
                $"enlarges by '{CheckpointErrors.Quote(mode)}', where YOLOv5 repeats pixels"
            );
        if (Factor(node) is not (>= 1 and <= 16 and var factor) || factor != Math.Floor(factor))
            throw source.Unsupported(
                node,
                "does not enlarge height and width by one whole factor that can be told; export the file without "
                    + "dynamic axes"
            );
        return new UpsampleNode(name, input, (int)factor);
    }

    public void RequireChannels(NodeProto node)
    {
        if (Find(node, "axis")?.I is not (1 or -3))
            throw source.Unsupported(node, $"joins along axis {Find(node, "axis")?.I}, not channels");
    }

    private double? Factor(NodeProto node)
    {
        var place = node.OpType == "Upsample" ? 1 : 2;
        if (node.Input.Count > place && source.NumbersOf(node.Input[place]) is [1, 1, var down, var across])
            return down == across ? down : null;
        if (
            node.Input.Count > 3
            && source.NumbersOf(node.Input[3]) is [_, _, var height, var width]
            && source.ExtentOf(node.Input[0]) is { } from
        )
            return height / from.Height == width / from.Width ? height / from.Height : null;
        return null;
    }

    private Parameter Constant(NodeProto node, int index, string name)
    {
        var value = node.Input.Count > index ? source.Origin(node.Input[index]) : "";
        return source.Constants.FloatsOf(value) is { } values && source.Constants.ShapeOf(value) is { } shape
            ? new Parameter(name, shape, values)
            : throw source.Unsupported(
                node,
                $"has no constant 32-bit '{CheckpointErrors.Quote(name[(name.LastIndexOf('.') + 1)..])}' (a "
                    + $"quantized file has none; give the one that it was made from)"
            );
    }

    private Extent Padding(NodeProto node)
    {
        if (Find(node, "auto_pad")?.S.ToStringUtf8() is { } automatic and not ("" or "NOTSET"))
            throw source.Unsupported(node, $"leaves its padding to '{CheckpointErrors.Quote(automatic)}'");
        return Find(node, "pads")?.Ints.ToArray() switch
        {
            null => default,
            [var top, var left, var bottom, var right] when top == bottom && left == right => new Extent(
                Within(node, top, 0),
                Within(node, left, 0)
            ),
            var other => throw source.Unsupported(
                node,
                $"has the padding [{string.Join(", ", other.Take(8))}], which is not the same on both sides"
            ),
        };
    }

    private Extent Pair(NodeProto node, string attribute, int otherwise, int least) =>
        Find(node, attribute)?.Ints.ToArray() switch
        {
            null when otherwise >= least => Extent.Square(otherwise),
            [var height, var width] => new Extent(Within(node, height, least), Within(node, width, least)),
            _ => throw source.Unsupported(node, $"has no two-dimensional {attribute}"),
        };

    private int Number(NodeProto node, string attribute, long otherwise, int least, int most) =>
        (Find(node, attribute)?.I ?? otherwise) is var number && number >= least && number <= most
            ? (int)number
            : throw source.Unsupported(node, $"has {attribute} {number}");

    private int Within(NodeProto node, long value, int least) =>
        value >= least && value <= LargestConstant
            ? (int)value
            : throw source.Unsupported(node, $"has a constant of {value}");

    private static AttributeProto? Find(NodeProto node, string name) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
