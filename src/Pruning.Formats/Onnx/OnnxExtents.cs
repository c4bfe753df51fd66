using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Derives heights and widths of feature maps along an ONNX graph, as far as YOLOv5 networks need it: convolutions and
/// pools by their attributes, resizing and slicing by their constants, everything else as its first input; quantized
/// ones like the others. What cannot be told is left out.
/// </summary>
internal static class OnnxExtents
{
    private const long Maximum = 1 << 20;

    /// <summary>Operators that leave heights and widths as they are, in a network of feature maps.</summary>
    private static readonly HashSet<string> Keeping = new(StringComparer.Ordinal)
    {
        "Add",
        "BatchNormalization",
        "Cast",
        "Clip",
        "Concat",
        "DequantizeLinear",
        "Div",
        "DynamicQuantizeLinear",
        "HardSigmoid",
        "HardSwish",
        "Identity",
        "LeakyRelu",
        "Mul",
        "QLinearAdd",
        "QLinearConcat",
        "QLinearLeakyRelu",
        "QLinearMul",
        "QLinearSigmoid",
        "QuantizeLinear",
        "Relu",
        "Sigmoid",
        "Split",
        "Sub",
        "Tanh",
    };

    /// <returns>By value name.</returns>
    public static IReadOnlyDictionary<string, Extent> Infer(GraphProto graph, OnnxConstants constants) =>
        Infer(graph, constants, out _);

    /// <param name="numbers">What the graph computes from heights and widths, for the size of its input.</param>
    public static IReadOnlyDictionary<string, Extent> Infer(
        GraphProto graph,
        OnnxConstants constants,
        out OnnxShapeNumbers numbers
    )
    {
        numbers = new OnnxShapeNumbers(constants);
        var extents = new Dictionary<string, Extent>(StringComparer.Ordinal);
        foreach (var input in graph.Input)
        {
            if (
                input.Type?.TensorType?.Shape?.Dim is { Count: 4 } sizes
                && Of(sizes[2].DimValue, sizes[3].DimValue) is { } extent
            )
                extents[input.Name] = extent;
        }

        var weights = new OnnxWeights(graph, constants);
        foreach (var node in graph.Node)
        {
            numbers.Note(node, extents);
            if (
                !numbers.Contains(node.Output.FirstOrDefault() ?? "")
                && Output(node, extents, constants, numbers, weights) is { } extent
            )
            {
                foreach (var output in node.Output)
                    extents[output] = extent;
            }
        }

        return extents;
    }

    private static Extent? Output(
        NodeProto node,
        Dictionary<string, Extent> extents,
        OnnxConstants constants,
        OnnxShapeNumbers numbers,
        OnnxWeights weights
    )
    {
        var known = node.Input.Where(extents.ContainsKey).Select(input => extents[input]).ToArray();
        if (known.Length == 0)
            return null;
        return node.OpType switch
        {
            _ when OnnxWeights.IsConvolution(node) => constants.ShapeOf(weights.KernelOf(node))
                is [_, _, var height, var width]
                ? Windows(node, known[0], [height, width])
                : null,
            "MaxPool" or "AveragePool" => Windows(node, known[0], Numbers(node, "kernel_shape", [])),
            "Resize" or "Upsample" => Resized(node, known[0], numbers),
            "Slice" => Sliced(node, known[0], constants),
            _ => Keeping.Contains(node.OpType) ? known[0] : null,
        };
    }

    /// <summary>
    /// Convolution and pooling arithmetic; automatic padding is not written by YOLOv5's exporters, and is not told.
    /// </summary>
    private static Extent? Windows(NodeProto node, Extent input, long[] kernel)
    {
        var automatic = node.Attribute.Any(attribute =>
            attribute.Name == "auto_pad" && attribute.S.ToStringUtf8() is not ("NOTSET" or "")
        );
        var strides = Numbers(node, "strides", [1, 1]);
        var dilations = Numbers(node, "dilations", [1, 1]);
        var pads = Numbers(node, "pads", [0, 0, 0, 0]);
        long[] all = [.. strides, .. dilations, .. pads, .. kernel];
        if (
            automatic
            || kernel.Length != 2
            || strides.Length != 2
            || dilations.Length != 2
            || pads.Length != 4
            || all.Any(value => value is < 0 or > Maximum)
            || strides.Contains(0)
        )
            return null;
        var up = node.Attribute.Any(attribute => attribute.Name == "ceil_mode" && attribute.I == 1);
        return Of(Along(input.Height, 0), Along(input.Width, 1));

        long Along(long size, int axis)
        {
            var room = size + pads[axis] + pads[axis + 2] - dilations[axis] * (kernel[axis] - 1) - 1;
            return room < 0 ? 0 : (room + (up ? strides[axis] - 1 : 0)) / strides[axis] + 1;
        }
    }

    private static Extent? Resized(NodeProto node, Extent input, OnnxShapeNumbers numbers)
    {
        if (node.Input.Count > 3 && numbers.Of(node.Input[3]) is [_, _, var height, var width])
            return Of(height, width);
        var place = node.OpType == "Upsample" ? 1 : 2;
        return node.Input.Count > place && numbers.Of(node.Input[place]) is [_, _, var down, var across]
            ? Of(Math.Floor(input.Height * down), Math.Floor(input.Width * across))
            : null;
    }

    private static Extent? Sliced(NodeProto node, Extent input, OnnxConstants constants)
    {
        var lists = node.Input.Skip(1).Select(constants.NumbersOf).ToArray();
        if (
            lists is not [{ } starts, { } ends, { } axes, ..]
            || lists.Length > 4
            || (lists.Length == 4 && lists[3] is null)
        )
            return null;
        var steps = lists.Length == 4 ? lists[3]! : [.. starts.Select(_ => 1d)];
        if (starts.Length != axes.Length || ends.Length != axes.Length || steps.Length != axes.Length)
            return null;
        double height = input.Height,
            width = input.Width;
        for (var i = 0; i < axes.Length; i++)
        {
            if (steps[i] < 1)
                return null;
            if (axes[i] is 2 or -2)
                height = Length(height, starts[i], ends[i], steps[i]);
            else if (axes[i] is 3 or -1)
                width = Length(width, starts[i], ends[i], steps[i]);
        }

        return Of(height, width);
    }

    private static double Length(double size, double start, double end, double step)
    {
        var first = Math.Clamp(start < 0 ? start + size : start, 0, size);
        var last = Math.Clamp(end < 0 ? end + size : end, 0, size);
        return Math.Max(0, Math.Ceiling((last - first) / step));
    }

    private static long[] Numbers(NodeProto node, string attribute, long[] otherwise) =>
        node.Attribute.FirstOrDefault(candidate => candidate.Name == attribute)?.Ints.ToArray() ?? otherwise;

    private static Extent? Of(double height, double width) =>
        height is >= 1 and <= Maximum && width is >= 1 and <= Maximum ? new Extent((int)height, (int)width) : null;
}
