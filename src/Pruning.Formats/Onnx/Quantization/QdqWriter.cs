using System.Runtime.InteropServices;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Writes a graph anew in which values become bytes and numbers again where they are read (QuantizeLinear and
/// DequantizeLinear, which the runtime joins with the operators between into ones of bytes). Activations are unsigned
/// with one range a value; weights are signed with a scale a filter; a bias is a 32-bit integer with the product of
/// both scales, without which its convolution would silently stay one of floats.
/// </summary>
/// <param name="graph">As it is.</param>
/// <param name="weightBits">Of a weight, its sign among them: 8 or 7.</param>
internal sealed class QdqWriter(
    GraphProto graph,
    QuantizableGraph plan,
    IReadOnlyDictionary<string, AffineRange> ranges,
    int weightBits
)
{
    // 127 or 63.
    private int LargestWeight => (1 << (weightBits - 1)) - 1;

    private readonly GraphProto _written = new();
    private readonly HashSet<string> _quantized = new(StringComparer.Ordinal);

    private OnnxGraphBuilder Builder => field ??= new OnnxGraphBuilder(_written);

    /// <summary>Replaces the graph's operators and constants; once.</summary>
    public void Write()
    {
        var layers = plan.Layers.ToDictionary(layer => layer.Node.Output[0], StringComparer.Ordinal);
        foreach (var input in graph.Input)
            Quantize(input.Name);
        foreach (var node in graph.Node)
        {
            var copy = node.Clone();
            for (var i = 0; i < copy.Input.Count; i++)
                if (plan.Values.ContainsKey(copy.Input[i]))
                    copy.Input[i] = Restored(copy.Input[i]);
            if (layers.TryGetValue(node.Output.FirstOrDefault() ?? "", out var layer))
                WriteWeights(copy, layer);
            _written.Node.Add(copy);
            foreach (var output in node.Output)
                Quantize(output);
        }

        var read = _written.Node.SelectMany(node => node.Input).ToHashSet(StringComparer.Ordinal);
        _written.Initializer.AddRange(graph.Initializer.Where(constant => read.Contains(constant.Name)));
        graph.Node.Clear();
        graph.Node.AddRange(_written.Node);
        graph.Initializer.Clear();
        graph.Initializer.AddRange(_written.Initializer);
        // They tell types that may have changed.
        graph.ValueInfo.Clear();
    }

    private static string Restored(string value) => value + ".restored";

    private void Quantize(string value)
    {
        if (!plan.Values.ContainsKey(value) || !_quantized.Add(value))
            return;
        var range = ranges[value];
        var (scale, zero) = (Scale(range.Scale), Zero(range.ZeroPoint));
        var bytes = value + ".quantized";
        Builder.Operator("QuantizeLinear", bytes, [value, scale, zero]);
        Builder.Operator("DequantizeLinear", Restored(value), [bytes, scale, zero]);
    }

    private void WriteWeights(NodeProto node, QuantizedLayer layer)
    {
        var (input, kernel) = (ranges[layer.Input], layer.Node.Input[1]);
        var shape = plan.Constants.ShapeOf(kernel)!.Value;
        var weights = plan.Constants.FloatsOf(kernel)!;
        var bias = layer.Node.Input.ElementAtOrDefault(2) is { Length: > 0 } name
            ? plan.Constants.FloatsOf(name)
            : null;
        var (filters, size) = (shape[0], shape[0] == 0 ? 0 : weights.Length / shape[0]);
        var (bytes, scales, biasScales) = (new sbyte[weights.Length], new float[filters], new float[filters]);
        var biases = new int[filters];
        for (var filter = 0; filter < filters; filter++)
        {
            var values = weights.AsSpan(filter * size, size);
            scales[filter] = FilterScale(values, bias?[filter] ?? 0, input.Scale);
            for (var i = 0; i < size; i++)
                bytes[(filter * size) + i] = (sbyte)
                    Math.Clamp(MathF.Round(values[i] / scales[filter]), -LargestWeight, LargestWeight);
            biasScales[filter] = input.Scale * scales[filter];
            biases[filter] = (int)Math.Round((bias?[filter] ?? 0) / (double)biasScales[filter]);
        }

        AttributeProto[] axis = [OnnxGraphBuilder.Attribute("axis", 0L)];
        var scale = Constant($"{layer.Name}.weight.scale", TensorProto.Types.DataType.Float, scales, filters);
        node.Input[1] = Builder.Operator(
            "DequantizeLinear",
            $"{layer.Name}.weight.restored",
            [
                Constant(
                    $"{layer.Name}.weight_quantized",
                    TensorProto.Types.DataType.Int8,
                    bytes,
                    [.. shape.Select(length => (long)length)]
                ),
                scale,
                Constant($"{layer.Name}.weight.zero", TensorProto.Types.DataType.Int8, new sbyte[filters], filters),
            ],
            axis
        );
        if (bias is null)
            return;
        node.Input[2] = Builder.Operator(
            "DequantizeLinear",
            $"{layer.Name}.bias.restored",
            [
                Constant($"{layer.Name}.bias_quantized", TensorProto.Types.DataType.Int32, biases, filters),
                Constant($"{layer.Name}.bias.scale", TensorProto.Types.DataType.Float, biasScales, filters),
            ],
            axis
        );
    }

    // As fine as the largest weight allows, and as coarse as a 32-bit bias needs: a filter whose weights went to zero
    // may have a bias all the same.
    private float FilterScale(ReadOnlySpan<float> weights, float bias, float inputScale)
    {
        var largest = 0f;
        foreach (var weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));
        var forBias = (float)(Math.Abs(bias) / ((double)inputScale * (int.MaxValue / 2)));
        return Math.Max(Math.Max(largest / LargestWeight, forBias), AffineRange.LeastScale);
    }

    // Equal ones are shared, by name.
    private string Scale(float scale) =>
        Builder.Constant(FormattableString.Invariant($"scale.{BitConverter.SingleToInt32Bits(scale):x8}"), [scale]);

    private string Zero(byte zero) =>
        Constant(FormattableString.Invariant($"zero.{zero}"), TensorProto.Types.DataType.Uint8, new[] { zero });

    private string Constant<T>(
        string name,
        TensorProto.Types.DataType type,
        T[] values,
        params ReadOnlySpan<long> shape
    )
        where T : unmanaged => Builder.Constant(name, type, MemoryMarshal.AsBytes(values.AsSpan()), shape);
}
