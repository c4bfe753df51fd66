namespace Pruning.Diagnostics;

/// <content>Quantization to 8-bit integers.</content>
public static partial class Codes
{
    /// <summary>A file that is to be quantized has been.</summary>
    public static readonly DiagnosticCode AlreadyQuantized = new("PRUNE6006", "The model is already quantized");

    /// <summary>No convolution is left that could compute with bytes.</summary>
    public static readonly DiagnosticCode NothingToQuantize = new(
        "PRUNE6007",
        "Nothing of the model can compute with 8-bit integers"
    );

    /// <summary>The file's operators know no scale a channel.</summary>
    public static readonly DiagnosticCode OpsetTooOldToQuantize = new(
        "PRUNE6008",
        "The model's opset is too old to be quantized"
    );

    /// <summary>A value of the model is no number on a calibration image.</summary>
    public static readonly DiagnosticCode RangesNotFinite = new(
        "PRUNE6009",
        "The model's values have no range on the calibration images"
    );

    /// <summary>Ranges that few images show fit few images.</summary>
    public static readonly DiagnosticCode FewCalibrationImages = new(
        "PRUNE6010",
        "There are few different calibration images",
        DiagnosticSeverity.Warning
    );

    /// <summary>The runtime did not join a layer's operators.</summary>
    public static readonly DiagnosticCode QuantizedLayersSlow = new(
        "PRUNE6011",
        "Layers that were quantized are computed with floats",
        DiagnosticSeverity.Warning
    );

    /// <summary>No choice of layers in floats kept the accuracy.</summary>
    public static readonly DiagnosticCode AccuracyBudgetMissed = new(
        "PRUNE6012",
        "8-bit integers cost more accuracy than they may",
        DiagnosticSeverity.Warning
    );

    /// <summary>The quantized file saves no time on the building machine.</summary>
    public static readonly DiagnosticCode QuantizedNotFaster = new(
        "PRUNE6013",
        "The model in 8-bit integers is no faster",
        DiagnosticSeverity.Warning
    );
}
