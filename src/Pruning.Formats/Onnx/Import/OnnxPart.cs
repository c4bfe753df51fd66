using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Pruning.Graphs.Import;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Import;

/// <summary>A part of an ONNX file, cut out and run by itself.</summary>
internal static class OnnxPart
{
    /// <summary>The first file version in which constants need not be inputs.</summary>
    private const long ConstantsAlone = 4;

    /// <summary>The operators between some values and others, as a file of their own.</summary>
    /// <param name="inputs">Names with their shapes; 0 leaves a size open.</param>
    public static byte[] Between(
        OnnxSource source,
        IReadOnlyList<(string Name, long[] Shape)> inputs,
        IReadOnlyList<string> outputs
    )
    {
        var (nodes, values) = Reach(source, inputs.Select(input => input.Name), outputs);
        var graph = new GraphProto { Name = "part" };
        graph.Node.AddRange(source.Graph.Node.Where(nodes.Contains));
        graph.Initializer.AddRange(source.Graph.Initializer.Where(tensor => values.Contains(tensor.Name)));
        graph.Input.AddRange(inputs.Select(input => Float(input.Name, input.Shape)));
        graph.Output.AddRange(outputs.Select(output => Float(output, null)));
        var part = new ModelProto { IrVersion = Math.Max(source.Model.IrVersion, ConstantsAlone), Graph = graph };
        part.OpsetImport.AddRange(source.Model.OpsetImport);
        return part.ToByteArray();
    }

    /// <summary>Runs a file once.</summary>
    /// <param name="path">How messages call it.</param>
    /// <returns>The outputs' shapes and values.</returns>
    public static IReadOnlyList<(long[] Shape, float[] Values)> Run(
        string path,
        byte[] model,
        IReadOnlyList<(string Name, long[] Shape, float[] Values)> inputs,
        IReadOnlyList<string> outputs
    )
    {
        using var session = OnnxSessions.Open(model, path, threads: 0);
        using var options = new RunOptions();
        var tensors = inputs
            .Select(input =>
                OrtValue.CreateTensorValueFromMemory(
                    OrtMemoryInfo.DefaultInstance,
                    input.Values.AsMemory(),
                    input.Shape
                )
            )
            .ToList();
        try
        {
            using var results = OnnxSessions.Run(path, () =>
                session.Run(options, [.. inputs.Select(input => input.Name)], tensors, [.. outputs])
            );
            return [.. results.Select(result => (result.GetTensorTypeAndShape().Shape, Floats(path, result)))];
        }
        finally
        {
            tensors.ForEach(tensor => tensor.Dispose());
        }
    }

    private static float[] Floats(string path, OrtValue value) =>
        value.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
            ? value.GetTensorDataAsSpan<float>().ToArray()
            : throw CheckpointErrors.NotYolo(
                path,
                $"a part of it gives {value.GetTensorTypeAndShape().ElementDataType}, not 32-bit floats"
            );

    private static (HashSet<NodeProto> Nodes, HashSet<string> Values) Reach(
        OnnxSource source,
        IEnumerable<string> inputs,
        IEnumerable<string> outputs
    )
    {
        var nodes = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var values = inputs.ToHashSet(StringComparer.Ordinal);
        var open = new Stack<string>(outputs);
        while (open.TryPop(out var value))
        {
            if (!values.Add(value) || source.ProducerOf(value) is not { } node)
                continue;
            nodes.Add(node);
            foreach (var input in node.Input)
                open.Push(input);
        }

        return (nodes, values);
    }

    /// <summary>A value of 32-bit floats.</summary>
    /// <param name="shape">0 leaves a size open; null leaves all.</param>
    public static ValueInfoProto Float(string name, long[]? shape)
    {
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float };
        if (shape is not null)
        {
            type.Shape = new TensorShapeProto();
            type.Shape.Dim.AddRange(
                shape.Select(size =>
                    size > 0
                        ? new TensorShapeProto.Types.Dimension { DimValue = size }
                        : new TensorShapeProto.Types.Dimension()
                )
            );
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = type },
        };
    }
}
