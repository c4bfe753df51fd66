namespace Pruning.Fuzzing.Readers;

/// <summary>An ONNX file read as a network that can be trained: its head runs in ONNX Runtime.</summary>
internal sealed class OnnxImportReader()
    : FileReader(
        "onnx-import",
        "model.onnx",
        "Pruning.Onnx.Import.",
        "Pruning.Onnx.OnnxFile",
        "Pruning.Onnx.OnnxConstants"
    )
{
    protected override string? ReadFile(string path) => Checkpoint.Read(path);
}
