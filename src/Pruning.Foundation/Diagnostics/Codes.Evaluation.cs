namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A model put out infinities or NaN.</summary>
    public static readonly DiagnosticCode NonFiniteOutput = new("PRUNE7001", "The model's output is not finite");

    /// <summary>The model has other classes than the dataset.</summary>
    public static readonly DiagnosticCode ClassCountMismatch = new(
        "PRUNE7002",
        "The model and the dataset have different classes"
    );

    /// <summary>An image size that the model cannot take.</summary>
    public static readonly DiagnosticCode ImageSizeNotSupported = new(
        "PRUNE7003",
        "The model cannot take this image size"
    );

    /// <summary>A model's output whose length does not fit its classes and its batch.</summary>
    public static readonly DiagnosticCode OutputShapeMismatch = new(
        "PRUNE7004",
        "The model's output has an unexpected shape"
    );

    /// <summary>Nothing to measure on: the metrics are unknown, and gates on them fail.</summary>
    public static readonly DiagnosticCode NoLabelsToMeasure = new(
        "PRUNE7005",
        "There are no labels to measure against",
        DiagnosticSeverity.Warning
    );

    /// <summary>An annotated picture cannot be written.</summary>
    public static readonly DiagnosticCode PictureNotWritten = new(
        "PRUNE7006",
        "An annotated picture cannot be written"
    );
}
