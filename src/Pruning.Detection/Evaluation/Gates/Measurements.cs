using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>All that was measured of one ONNX file. NaN stands for "not measured" and passes no gate.</summary>
/// <param name="Classes">All that the model knows, by name; one without a label has no value.</param>
/// <param name="Images">Images that the accuracy was measured on; with none, accuracy means nothing.</param>
public sealed record Measurements(
    int Images,
    double Map50,
    double Map5095,
    double Precision,
    double Recall,
    ImmutableDictionary<string, ClassMeasurement> Classes,
    double Parameters,
    double Flops,
    double FileSize,
    double LatencyMilliseconds,
    double LatencyRatio
)
{
    /// <summary>Of a file of which nothing was measured.</summary>
    public static Measurements None { get; } =
        new(
            0,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            ImmutableDictionary<string, ClassMeasurement>.Empty,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN
        );

    /// <summary>Lower end of the ratio's 95 % interval; NaN where there is none.</summary>
    public double LatencyRatioLow { get; init; } = double.NaN;

    /// <summary>Upper end of the ratio's 95 % interval; NaN where there is none.</summary>
    public double LatencyRatioHigh { get; init; } = double.NaN;

    /// <summary>
    /// How far mAP50-95 is from the measured one where the runtime package finds the boxes; NaN where nothing asks for
    /// it.
    /// </summary>
    public double RuntimeParity { get; init; } = double.NaN;

    /// <summary>
    /// What counts at a fixed confidence; null where nothing asks for it.
    /// </summary>
    public OperatingPoints? OperatingPoints { get; init; }

    /// <summary>The metric's value, or NaN where there is none.</summary>
    public double Of(GateMetric metric) => metric.IsAccuracy && Images == 0 ? double.NaN : metric.ValueIn(this);
}
