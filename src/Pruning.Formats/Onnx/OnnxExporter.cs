using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Writes a network as an ONNX file, straight from its graph. Input <c>images</c> <c>[1 or batch, 3, S, S]</c>, RGB, 0
/// to 1; output <c>output0</c> <c>[1 or batch, N, 5 + C]</c>: centre x, centre y, width, height in pixels of the input,
/// objectness, class scores. Batch norms are folded into their convolutions. The same network and options give the same
/// bytes.
/// </summary>
public static class OnnxExporter
{
    public const string InputName = "images";

    /// <summary>Protobuf's own limit is 2 GiB; the rest is room for structure.</summary>
    private const long MaximumParameterBytes = 2_000_000_000;

    /// <exception cref="PruneException">
    /// PRUNE6001, PRUNE6002, PRUNE6004; PRUNE1001 for a network whose parameters do not fit its graph.
    /// </exception>
    public static byte[] Export(Network network, OnnxExportOptions options)
    {
        options.Check(network.MaximumStride);
        var bytes = network.Parameters.Sum(parameter => (long)parameter.Values.Length * sizeof(float));
        if (bytes > MaximumParameterBytes)
            throw new PruneException(
                Codes.NetworkTooLargeForOnnx,
                $"The network's parameters take {bytes} bytes, and one ONNX file holds at most 2 GB. It cannot "
                    + $"be shipped as one file. Start from a smaller model."
            );
        return Model(network, options).ToByteArray();
    }

    private static ModelProto Model(Network network, OnnxExportOptions options)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersionOf(options.Opset),
            ProducerName = OnnxMetadata.ProducerName,
            ProducerVersion = OnnxMetadata.EngineVersion,
            Graph = Graph(network, options),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = options.Opset });
        foreach (var (key, value) in OnnxMetadata.Of(network, options).ToProperties())
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        foreach (var (key, value) in network.Graph.Detect is null ? [] : OnnxContract.Properties())
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private static GraphProto Graph(Network network, OnnxExportOptions options)
    {
        var shapes = ShapeInference.Infer(network.Graph, network.Parameters, options.NetworkSize, options.NetworkSize);
        var graph = new GraphProto { Name = "detector" };
        long? pictures = options.DynamicBatch ? null : 1;
        graph.Input.Add(
            OnnxValues.Floats(InputName, pictures, network.Graph.Input.Channels, options.ImageSize, options.ImageSize)
        );
        for (var i = 0; i < network.Graph.Outputs.Length; i++)
        {
            var node = network.Graph[network.Graph.Outputs[i]];
            var shape = shapes[node.Name];
            graph.Output.Add(
                node is DetectNode
                    ? OnnxValues.Floats(OutputName(i), pictures, shape.Height, shape.Channels)
                    : OnnxValues.Floats(OutputName(i), pictures, shape.Channels, shape.Height, shape.Width)
            );
        }

        new OnnxNodeWriter(network, options, shapes, new OnnxGraphBuilder(graph)).WriteAll();
        return graph;
    }

    /// <summary>The name of the network's <paramref name="index"/>-th output.</summary>
    internal static string OutputName(int index) => FormattableString.Invariant($"output{index}");

    /// <summary>The file format's version that appeared with an operator set: what older runtimes still take.</summary>
    private static long IrVersionOf(int opset) =>
        opset switch
        {
            < 15 => 7,
            < 19 => 8,
            < 21 => 9,
            _ => 10,
        };
}
