using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Reads ONNX files that anybody may have made: bounded, and nothing outside the file is opened on its behalf.
/// </summary>
public static class OnnxFile
{
    /// <summary>How many of a file's first bytes tell whether it is ONNX.</summary>
    public const int HeadLength = 9;

    /// <summary>
    /// Whether a file that begins like this is ONNX: a message whose first field, the format's version, is a small
    /// number.
    /// </summary>
    /// <param name="head">At least <see cref="HeadLength"/> bytes; a shorter file is none.</param>
    public static bool IsOnnx(ReadOnlySpan<byte> head) =>
        head.Length >= HeadLength && head[0] == 0x08 && head[1] < 0x20 && head[8] != (byte)'{'; // safetensors begins so

    /// <summary>The format's own limit, in bytes.</summary>
    private const long MaximumBytes = int.MaxValue - 64;

    /// <summary>The file's bytes, not yet looked at.</summary>
    /// <exception cref="PruneException">PRUNE7101, PRUNE7102.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaximumBytes)
                throw new PruneException(
                    Codes.OnnxFileRefused,
                    $"'{path}' has {length} bytes, and an ONNX file has at most 2 GB. It is something else, or "
                        + $"damaged. Export the model again."
                );
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var what =
                Directory.Exists(path) ? "is a folder"
                : error is FileNotFoundException or DirectoryNotFoundException ? "does not exist"
                : $"cannot be read ({error.Message})";
            throw new PruneException(
                Codes.OnnxFileUnreadable,
                $"The ONNX file '{path}' {what}. Without it there is nothing to run. Check the path, or export "
                    + $"the model first.",
                inner: error
            );
        }
    }

    /// <summary>The version of ONNX's own operators; 0 where a file uses none of them.</summary>
    internal static long OpsetOf(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 0;

    /// <summary>Parses a file and refuses what could reach beyond it.</summary>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="PruneException">PRUNE7102: no ONNX file, or its weights lie in other files.</exception>
    internal static ModelProto Parse(byte[] bytes, string name)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            if (model.Graph is null || model.Graph.Node.Count == 0 || model.OpsetImport.Count == 0)
                throw new PruneException(
                    Codes.OnnxFileRefused,
                    $"'{name}' is not an ONNX model: it holds no graph. Nothing can be run. Give an .onnx file, "
                        + $"whole and not compressed."
                );
            RefuseExternalData(model.Graph, name);
            return model;
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new PruneException(
                Codes.OnnxFileRefused,
                $"'{name}' is not an ONNX model or is damaged: {error.Message} Nothing can be run. Give an .onnx "
                    + $"file, whole and not compressed.",
                inner: error
            );
        }
    }

    private static void RefuseExternalData(GraphProto graph, string name)
    {
        foreach (var tensor in Tensors(graph))
        {
            if (tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0)
                throw new PruneException(
                    Codes.OnnxFileRefused,
                    $"'{name}' keeps its weights ('{tensor.Name}') in another file. Paths inside a model are not "
                        + $"followed, since a model may come from anywhere. Save it as one file."
                );
        }
    }

    /// <summary>All constants, those of nested graphs too; the parser has bounded the depth.</summary>
    private static IEnumerable<TensorProto> Tensors(GraphProto graph)
    {
        var own = graph
            .Node.SelectMany(node => node.Attribute)
            .SelectMany(attribute => attribute.Tensors.Concat(attribute.T is { } tensor ? [tensor] : []));
        var nested = graph
            .Node.SelectMany(node => node.Attribute)
            .SelectMany(attribute => attribute.Graphs.Concat(attribute.G is { } inner ? [inner] : []));
        return graph.Initializer.Concat(own).Concat(nested.SelectMany(Tensors));
    }
}
