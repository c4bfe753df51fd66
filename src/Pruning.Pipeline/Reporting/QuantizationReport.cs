using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Onnx.Latency;
using Pruning.Onnx.Quantization;

namespace Pruning.Reporting;

/// <summary>How a file computes with 8-bit integers, and what that costs and brings.</summary>
/// <param name="Images">On how many different training images its ranges were found.</param>
/// <param name="WeightBits">Of a weight, its sign among them.</param>
/// <param name="Layers">How many convolutions compute with 8-bit integers.</param>
/// <param name="FloatLayers">Those that stay in floats, by name.</param>
/// <param name="Ranges">What of each value that becomes a byte is kept.</param>
public sealed record QuantizationReport(
    int Images,
    int WeightBits,
    int Layers,
    ImmutableArray<string> FloatLayers,
    ImmutableSortedDictionary<string, ValueRange> Ranges
)
{
    /// <summary>What it costs; null where there were no labelled images to tell by.</summary>
    public QuantizationCost? Cost { get; init; }

    /// <summary>Its time over that of the same file in floats, both measured in turns on the building machine.</summary>
    public double TimeRatio { get; init; }

    /// <summary>The upper end of its 95 % interval.</summary>
    public double TimeRatioHigh { get; init; }

    /// <summary>Why the file that ships is the one of floats after all; null where it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StaysFloat { get; init; }

    /// <summary>What speaks against it; null where nothing does.</summary>
    [JsonIgnore]
    public string? WhyNot =>
        Cost is { Holds: false } cost ? $"8-bit integers cost {cost}"
        : TimeRatioHigh >= 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"8-bit integers are not shown to be faster here: they take {TimeRatio:0.00} of the time of floats, up "
                    + $"to {TimeRatioHigh:0.00} by a 95 % interval"
            )
        : null;

    /// <param name="cost">Null where accuracy had no say.</param>
    /// <param name="latency">Of the file in floats and the quantized one.</param>
    public static QuantizationReport Of(QuantizedModel model, QuantizationCost? cost, LatencyComparison latency) =>
        new(
            model.Images,
            model.WeightBits,
            model.Layers.Length,
            model.FloatLayers,
            model.Ranges.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => new ValueRange(pair.Value.Low, pair.Value.High),
                StringComparer.Ordinal
            )
        )
        {
            Cost = cost,
            TimeRatio = latency.Ratio,
            TimeRatioHigh = latency.RatioHigh,
        };

    /// <param name="diagnostics">Told where the accuracy is missed (PRUNE6012), or no time is saved (PRUNE6013).</param>
    public void Warn(IDiagnosticSink diagnostics)
    {
        Cost?.Warn(diagnostics);
        if (TimeRatio >= 1)
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.QuantizedNotFaster,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The model in 8-bit integers takes {TimeRatio:0.00} of the time that it takes in floats on "
                            + $"this machine: it is smaller, and no faster. Set Quantization to 'auto' to ship floats "
                            + $"then, or build on a machine like those that the app runs on."
                    )
                )
            );
    }

    /// <summary>For people.</summary>
    public override string ToString()
    {
        if (StaysFloat is { } reason)
            return $"32-bit floats: {reason}";
        var returned = Cost is { Returned.IsEmpty: false } cost
            ? $", of which {string.Join(", ", cost.Returned)} returned to them for accuracy"
            : "";
        var bits = WeightBits < Onnx.Quantization.WeightBits.Most ? $" ({Onnx.Quantization.WeightBits.WhyFewer})" : "";
        return $"8-bit integers in {Layers} of {Layers + FloatLayers.Length} convolutions{bits}, by ranges of {Images} "
            + $"training images; in floats: {string.Join(", ", FloatLayers)}{returned}{(Cost is null ? "" : $"; cost: {Cost}")}";
    }
}

/// <summary>The least and the largest value that are kept of an activation.</summary>
public sealed record ValueRange(float Low, float High);
