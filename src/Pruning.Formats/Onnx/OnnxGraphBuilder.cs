using System.Runtime.InteropServices;
using Google.Protobuf;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>Appends operators and constants to an ONNX graph. A value is known by its name.</summary>
internal sealed class OnnxGraphBuilder(GraphProto graph)
{
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds an operator with one output, which carries the operator's name unless <paramref name="output"/> gives
    /// another.
    /// </summary>
    /// <returns>The output's name.</returns>
    public string Operator(
        string type,
        string name,
        IEnumerable<string> inputs,
        IEnumerable<AttributeProto>? attributes = null,
        string? output = null
    )
    {
        var result = output ?? name;
        Operator(type, name, inputs, [result], attributes);
        return result;
    }

    public void Operator(
        string type,
        string name,
        IEnumerable<string> inputs,
        IEnumerable<string> outputs,
        IEnumerable<AttributeProto>? attributes = null
    )
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        if (attributes is not null)
            node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
    }

    /// <summary>Adds a Resize of maps <c>[B, C, H, W]</c>.</summary>
    /// <param name="scale">By which both sides are multiplied.</param>
    /// <returns>The output's name.</returns>
    public string Resize(
        string name,
        string input,
        float scale,
        int opset,
        IEnumerable<AttributeProto> attributes,
        string? output = null
    )
    {
        var scales = Constant($"{name}.scales", [1f, 1f, scale, scale], 4);
        var region = opset >= 13 ? "" : Constant($"{name}.region", ReadOnlySpan<float>.Empty, 0); // unused; optional from 13 on
        return Operator("Resize", name, [input, region, scales], attributes, output);
    }

    /// <summary>Adds a constant; one that is there already under this name is used again.</summary>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a vector of integers (a shape, axes, offsets).</summary>
    public string Constant(string name, params ReadOnlySpan<long> values) =>
        Constant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>Adds a constant of any type.</summary>
    internal string Constant(
        string name,
        TensorProto.Types.DataType type,
        ReadOnlySpan<byte> littleEndian,
        ReadOnlySpan<long> shape
    )
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX files are written on little-endian machines only.");
        if (!_constants.Add(name))
            return name;
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(littleEndian),
        };
        tensor.Dims.AddRange(shape.ToArray());
        graph.Initializer.Add(tensor);
        return name;
    }

    public static AttributeProto Attribute(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Int,
            I = value,
        };

    public static AttributeProto Attribute(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Float,
            F = value,
        };

    public static AttributeProto Attribute(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }
}
