using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>Descriptions of a graph's inputs and outputs.</summary>
internal static class OnnxValues
{
    private const string OpenBatch = "batch";

    /// <param name="shape">Null where the number of pictures is open.</param>
    public static ValueInfoProto Floats(string name, params ReadOnlySpan<long?> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
            dimensions.Dim.Add(
                size is { } fixedSize
                    ? new TensorShapeProto.Types.Dimension { DimValue = fixedSize }
                    : new TensorShapeProto.Types.Dimension { DimParam = OpenBatch }
            );
        var tensor = new TypeProto.Types.Tensor
        {
            ElemType = (int)TensorProto.Types.DataType.Float,
            Shape = dimensions,
        };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }
}
