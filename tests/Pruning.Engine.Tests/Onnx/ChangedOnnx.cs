using System.Runtime.InteropServices;
using Google.Protobuf;
using Pruning.Graphs;
using Pruning.Onnx.Schema;
using DataType = Pruning.Onnx.Schema.TensorProto.Types.DataType;

namespace Pruning.Onnx;

/// <summary>Files as other programs write them, made from our own exports.</summary>
internal static class ChangedOnnx
{
    public static ModelProto Of(Network network, int size) =>
        ModelProto.Parser.ParseFrom(OnnxExporter.Export(network, new OnnxExportOptions(size)));

    /// <summary>
    /// As YOLOv5's <c>--half</c>: 16-bit floats everywhere but in the factors of enlargement, which ONNX has in 32 bits
    /// only.
    /// </summary>
    public static ModelProto Halved(ModelProto model)
    {
        var factors = model.Graph.Node.Where(node => node.OpType == "Resize").Select(node => node.Input[2]).ToHashSet();
        foreach (
            var tensor in model.Graph.Initializer.Where(tensor =>
                tensor.DataType == (int)DataType.Float && !factors.Contains(tensor.Name)
            )
        )
        {
            var halves = Array.ConvertAll(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(), value =>
                (Half)value
            );
            tensor.DataType = (int)DataType.Float16;
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves));
        }

        model.Graph.Input[0].Type.TensorType.ElemType = (int)DataType.Float16;
        model.Graph.Output[0].Type.TensorType.ElemType = (int)DataType.Float16;
        return model;
    }

    /// <summary>
    /// Removes what the file says about itself under a key; <c>names</c> with our own list of classes.
    /// </summary>
    public static ModelProto Without(this ModelProto model, string property)
    {
        foreach (
            var pair in model
                .MetadataProps.Where(pair =>
                    pair.Key == property || (property == "names" && pair.Key == "pruning.classes")
                )
                .ToArray()
        )
            model.MetadataProps.Remove(pair);
        return model;
    }

    /// <summary>Names the classes as YOLOv5's exporter does.</summary>
    public static ModelProto Naming(this ModelProto model, string names)
    {
        model.Without("names").MetadataProps.Add(new StringStringEntryProto { Key = "names", Value = names });
        return model;
    }

    /// <summary>Each convolution's weights as 8-bit integers behind a <c>DequantizeLinear</c>.</summary>
    public static ModelProto WithQuantizedWeights(ModelProto model)
    {
        var before = new List<NodeProto>();
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "Conv"))
        {
            var weight = Quantize(
                model.Graph.Initializer.Single(tensor => tensor.Name == node.Input[1]),
                out var scale
            );
            var builder = new OnnxGraphBuilder(model.Graph);
            before.Add(
                new NodeProto
                {
                    OpType = "DequantizeLinear",
                    Name = $"{weight}.dequantized",
                    Input =
                    {
                        weight,
                        builder.Constant($"{weight}.scale", [scale]),
                        Zero(model.Graph, $"{weight}.zero", DataType.Int8),
                    },
                    Output = { $"{weight}.dequantized" },
                }
            );
            node.Input[1] = $"{weight}.dequantized";
        }

        for (var i = 0; i < before.Count; i++)
            model.Graph.Node.Insert(i, before[i]);
        return model;
    }

    /// <summary>
    /// Convolutions as the operators of a quantized file. For reading only: their scales are made up.
    /// </summary>
    public static ModelProto WithQuantizedOperators(ModelProto model)
    {
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "Conv"))
        {
            var weight = Quantize(model.Graph.Initializer.Single(tensor => tensor.Name == node.Input[1]), out _);
            var scale = new OnnxGraphBuilder(model.Graph).Constant($"{weight}.scale", [1f]);
            var zero = Zero(model.Graph, $"{weight}.zero", DataType.Int8);
            string[] inputs = [node.Input[0], scale, zero, weight, scale, zero, scale, zero, .. node.Input.Skip(2)];
            node.OpType = "QLinearConv";
            node.Input.Clear();
            node.Input.AddRange(inputs);
        }

        return model;
    }

    private static string Quantize(TensorProto tensor, out float scale)
    {
        var values = MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        var step = scale = values.Max(MathF.Abs) / 127;
        tensor.Name += "_quantized";
        tensor.DataType = (int)DataType.Int8;
        tensor.RawData = ByteString.CopyFrom(Array.ConvertAll(values, value => (byte)(sbyte)MathF.Round(value / step)));
        return tensor.Name;
    }

    private static string Zero(GraphProto graph, string name, DataType type)
    {
        graph.Initializer.Add(
            new TensorProto
            {
                Name = name,
                DataType = (int)type,
                RawData = ByteString.CopyFrom(0),
            }
        );
        return name;
    }
}
