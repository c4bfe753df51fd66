namespace Pruning.Diagnostics;

/// <summary>71xx: running ONNX files.</summary>
public static partial class Codes
{
    /// <summary>An .onnx path that leads to no file, or one that cannot be read.</summary>
    public static readonly DiagnosticCode OnnxFileUnreadable = new("PRUNE7101", "The ONNX file cannot be read");

    /// <summary>A file that is no ONNX model, or one that ONNX Runtime refuses.</summary>
    public static readonly DiagnosticCode OnnxFileRefused = new("PRUNE7102", "The ONNX file is refused");

    /// <summary>An ONNX model whose inputs and outputs are not a YOLOv5 detector's.</summary>
    public static readonly DiagnosticCode OnnxNotADetector = new(
        "PRUNE7103",
        "The ONNX model is not a YOLOv5 detector"
    );

    /// <summary>An ONNX model without usable class names or stride in its metadata.</summary>
    public static readonly DiagnosticCode OnnxMetadataMissing = new(
        "PRUNE7104",
        "The ONNX model does not name its classes or stride"
    );

    /// <summary>
    /// A picture size other than the one that the ONNX model fixes, or one that its stride does not divide.
    /// </summary>
    public static readonly DiagnosticCode OnnxInputSizeDiffers = new(
        "PRUNE7105",
        "The ONNX model does not take this image size"
    );

    /// <summary>ONNX Runtime failed while it ran a model.</summary>
    public static readonly DiagnosticCode OnnxRunFailed = new(
        "PRUNE7106",
        "ONNX Runtime failed while running the model"
    );

    /// <summary>ONNX Runtime's native library does not load on this machine.</summary>
    public static readonly DiagnosticCode OnnxRuntimeMissing = new(
        "PRUNE7107",
        "ONNX Runtime's native library does not load"
    );
}
