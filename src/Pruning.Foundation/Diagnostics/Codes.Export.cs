namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>The asked-for ONNX operator set is not one that the exporter writes.</summary>
    public static readonly DiagnosticCode OpsetOutOfRange = new("PRUNE6001", "The ONNX opset is out of range");

    /// <summary>The image size is not a multiple of the network's largest stride.</summary>
    public static readonly DiagnosticCode ImageSizeDoesNotFit = new(
        "PRUNE6002",
        "The image size does not fit the network"
    );

    /// <summary>The exported file computes something else than the network it was made from.</summary>
    public static readonly DiagnosticCode ExportNotFaithful = new(
        "PRUNE6003",
        "The exported file does not compute what the network computes"
    );

    /// <summary>The file would pass the format's limit of 2 GB.</summary>
    public static readonly DiagnosticCode NetworkTooLargeForOnnx = new(
        "PRUNE6004",
        "The network is too large for one ONNX file"
    );

    /// <summary>The export succeeded, and its file could not be written.</summary>
    public static readonly DiagnosticCode ExportNotWritten = new("PRUNE6005", "The ONNX file cannot be written");

    public static readonly DiagnosticCode SuppressionNotIncluded = new(
        "PRUNE6014",
        "Suppression does not go into the ONNX file"
    );
}
