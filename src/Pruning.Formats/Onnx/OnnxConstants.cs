using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pruning.Diagnostics;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// The constants of an ONNX graph by name: initializers and the outputs of <c>Constant</c> nodes, their shapes checked.
/// </summary>
internal sealed class OnnxConstants
{
    private readonly Dictionary<string, TensorProto> _byName = new(StringComparer.Ordinal);

    /// <param name="name">How messages call the file.</param>
    /// <exception cref="PruneException">PRUNE7102: a constant's shape and bytes contradict each other.</exception>
    public OnnxConstants(GraphProto graph, string name)
    {
        foreach (var tensor in graph.Initializer)
            _byName[tensor.Name] = Checked(tensor, name);
        foreach (var node in graph.Node.Where(node => node.OpType == "Constant" && node.Output.Count == 1))
        {
            if (node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } tensor)
                _byName[node.Output[0]] = Checked(tensor, name);
        }
    }

    public bool Contains(string name) => _byName.ContainsKey(name);

    public ImmutableArray<int>? ShapeOf(string name) =>
        _byName.TryGetValue(name, out var tensor) ? [.. tensor.Dims.Select(size => (int)size)] : null;

    /// <summary>
    /// A short list of numbers (scales, sizes, offsets), or null when there is no such constant or it is none.
    /// </summary>
    public double[]? NumbersOf(string name)
    {
        if (!_byName.TryGetValue(name, out var tensor) || tensor.Dims.Count > 1 || tensor.Dims.Any(size => size > 16))
            return null;
        return (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Float => tensor.RawData.IsEmpty
                ? [.. tensor.FloatData]
                : Array.ConvertAll(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(), value =>
                    (double)value
                ),
            TensorProto.Types.DataType.Int64 => tensor.RawData.IsEmpty
                ? [.. tensor.Int64Data]
                : Array.ConvertAll(MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray(), value =>
                    (double)value
                ),
            _ => null,
        };
    }

    /// <summary>A constant that is a single byte; null when there is no such constant.</summary>
    public int? ByteOf(string name)
    {
        if (
            !_byName.TryGetValue(name, out var tensor)
            || tensor.Dims.Aggregate(1L, (product, size) => product * size) != 1
        )
            return null;
        return (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Uint8 => tensor.RawData.IsEmpty ? (byte)tensor.Int32Data[0] : tensor.RawData[0],
            TensorProto.Types.DataType.Int8 => tensor.RawData.IsEmpty
                ? (sbyte)tensor.Int32Data[0]
                : (sbyte)tensor.RawData[0],
            _ => null,
        };
    }

    /// <summary>All values of a constant of 32-bit floats; null when there is no such constant.</summary>
    public float[]? FloatsOf(string name)
    {
        if (!_byName.TryGetValue(name, out var tensor) || tensor.DataType != (int)TensorProto.Types.DataType.Float)
            return null;
        return tensor.RawData.IsEmpty
            ? [.. tensor.FloatData]
            : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
    }

    private static TensorProto Checked(TensorProto tensor, string name)
    {
        var count = Int128.One;
        foreach (var size in tensor.Dims)
        {
            if (size is < 0 or > int.MaxValue || (count *= size) > int.MaxValue)
                throw Damaged($"its constant '{tensor.Name}' claims the shape [{string.Join(", ", tensor.Dims)}]");
        }

        var values = (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Float => Held(4, tensor.FloatData.Count),
            TensorProto.Types.DataType.Int64 => Held(8, tensor.Int64Data.Count),
            TensorProto.Types.DataType.Int32 => Held(4, tensor.Int32Data.Count),
            TensorProto.Types.DataType.Float16 => Held(2, tensor.Int32Data.Count),
            TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Int8 => Held(1, tensor.Int32Data.Count),
            _ => (long)count, // types that no size is read from
        };
        if (values != count)
            throw Damaged(
                $"its constant '{tensor.Name}' of shape [{string.Join(", ", tensor.Dims)}] holds {values} values"
            );
        return tensor;

        long Held(int size, int listed) =>
            tensor.RawData.IsEmpty ? listed
            : tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size
            : -1;

        PruneException Damaged(string what) =>
            new(
                Codes.OnnxFileRefused,
                $"'{name}' is damaged: {what}. It cannot be described or run. Export the model again."
            );
    }
}
