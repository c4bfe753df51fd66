using System.Text.Json;
using Pruning.Onnx;

namespace Pruning.Fuzzing.Readers;

/// <summary>An ONNX file, described without running it.</summary>
internal sealed class OnnxFileReader()
    : FileReader(
        "onnx",
        "model.onnx",
        "Pruning.Onnx.OnnxFile",
        "Pruning.Onnx.OnnxReader",
        "Pruning.Onnx.OnnxConstants",
        "Pruning.Onnx.OnnxWeights",
        "Pruning.Onnx.OnnxExtents",
        "Pruning.Onnx.OnnxShapeNumbers",
        "Pruning.Onnx.OnnxMetadata",
        "Pruning.Onnx.PythonNames"
    )
{
    protected override string? ReadFile(string path) => JsonSerializer.Serialize(OnnxReader.Read(path));
}
