using System.Runtime.InteropServices;
using Google.Protobuf;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Writes a graph anew in which values become bytes and numbers again where they are read (QuantizeLinear and
/// DequantizeLinear, which the runtime joins with the operators between into ones of bytes). Activations are unsigned
/// with one range a value; weights are signed with a scale a filter; a bias is a 32-bit integer with the product of
/// both scales, without which its convolution would silently stay one of floats.
/// </summary>
internal sealed class QdqWriter(
    GraphProto graph,
    QuantizableGraph plan,
    IReadOnlyDictionary<string, AffineRange> ranges
)
{
    private const sbyte LargestWeight = sbyte.MaxValue;

    private readonly List<NodeProto> _nodes = [];
    private readonly List<TensorProto> _constants = [];
    private readonly Dictionary<string, string> _constantNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _quantized = new(StringComparer.Ordinal);

    /// <summary>Changes the graph; the nodes that it had stay as they are.</summary>
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
            _nodes.Add(copy);
            foreach (var output in node.Output)
                Quantize(output);
        }

        graph.Node.Clear();
        graph.Node.AddRange(_nodes);
        graph.Initializer.AddRange(_constants);
        var read = graph.Node.SelectMany(node => node.Input).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in graph.Initializer.Where(constant => !read.Contains(constant.Name)).ToList())
            graph.Initializer.Remove(unused);
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
        Add("QuantizeLinear", bytes, [value, scale, zero]);
        Add("DequantizeLinear", Restored(value), [bytes, scale, zero]);
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

        var axis = OnnxGraphBuilder.Attribute("axis", 0L);
        var scale = Constant($"{layer.Name}.weight.scale", TensorProto.Types.DataType.Float, scales, filters);
        node.Input[1] = Add(
            "DequantizeLinear",
            $"{layer.Name}.weight.restored",
            [
                Constant($"{layer.Name}.weight_quantized", TensorProto.Types.DataType.Int8, bytes, [.. shape]),
                scale,
                Constant($"{layer.Name}.weight.zero", TensorProto.Types.DataType.Int8, new sbyte[filters], filters),
            ],
            axis
        );
        if (bias is null)
            return;
        node.Input[2] = Add(
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
    private static float FilterScale(ReadOnlySpan<float> weights, float bias, float inputScale)
    {
        var largest = 0f;
        foreach (var weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));
        var forBias = (float)(Math.Abs(bias) / ((double)inputScale * (int.MaxValue / 2)));
        return Math.Max(Math.Max(largest / LargestWeight, forBias), AffineRange.LeastScale);
    }

    private string Add(string type, string output, IEnumerable<string> inputs, AttributeProto? attribute = null)
    {
        var node = new NodeProto { OpType = type, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        if (attribute is not null)
            node.Attribute.Add(attribute);
        _nodes.Add(node);
        return output;
    }

    // Equal ones are shared.
    private string Scale(float scale) =>
        Shared(FormattableString.Invariant($"scale.{BitConverter.SingleToInt32Bits(scale):x8}"), name =>
            Constant(name, TensorProto.Types.DataType.Float, new[] { scale })
        );

    private string Zero(byte zero) =>
        Shared(FormattableString.Invariant($"zero.{zero}"), name =>
            Constant(name, TensorProto.Types.DataType.Uint8, new[] { zero })
        );

    private string Shared(string name, Func<string, string> make) =>
        _constantNames.TryGetValue(name, out var known) ? known : _constantNames[name] = make(name);

    private string Constant<T>(string name, TensorProto.Types.DataType type, T[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX files are written on little-endian machines only.");
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        foreach (var size in shape)
            tensor.Dims.Add(size);
        _constants.Add(tensor);
        return name;
    }
}
