using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Pruning.Onnx.Schema;
using DataType = Pruning.Onnx.Schema.TensorProto.Types.DataType;

namespace Pruning.Onnx.Import;

/// <summary>
/// Makes a model of 16-bit floats one of 32-bit floats: every such value has an exact counterpart, and training needs
/// the room.
/// </summary>
internal static class HalfWidening
{
    /// <returns>The model itself where it holds no 16-bit floats.</returns>
    public static ModelProto Widen(ModelProto model)
    {
        if (!Uses(model.Graph))
            return model;
        var widened = model.Clone();
        foreach (var tensor in widened.Graph.Initializer)
            Widen(tensor);
        foreach (var attribute in widened.Graph.Node.SelectMany(node => node.Attribute))
        {
            if (attribute.T is { } tensor)
                Widen(tensor);
        }

        foreach (var to in Casts(widened.Graph))
            to.I = (long)DataType.Float;
        foreach (var value in widened.Graph.Input.Concat(widened.Graph.Output))
        {
            if (value.Type?.TensorType is { ElemType: (int)DataType.Float16 } type)
                type.ElemType = (int)DataType.Float;
        }

        return widened;
    }

    private static bool Uses(GraphProto graph) =>
        graph.Initializer.Any(tensor => tensor.DataType == (int)DataType.Float16)
        || graph.Input.Any(input => input.Type?.TensorType?.ElemType == (int)DataType.Float16)
        || Casts(graph).Any();

    /// <summary>Where the graph asks for 16-bit floats.</summary>
    private static IEnumerable<AttributeProto> Casts(GraphProto graph) =>
        graph
            .Node.Where(node => node.OpType == "Cast")
            .SelectMany(node => node.Attribute)
            .Where(attribute => attribute.Name == "to" && attribute.I == (long)DataType.Float16);

    private static void Widen(TensorProto tensor)
    {
        if (tensor.DataType != (int)DataType.Float16)
            return;
        var values = tensor.RawData.IsEmpty
            ? [.. tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))]
            : FromBytes(tensor.RawData.Span);
        tensor.DataType = (int)DataType.Float;
        tensor.Int32Data.Clear();
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
    }

    private static float[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 2];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
        return values;
    }
}
