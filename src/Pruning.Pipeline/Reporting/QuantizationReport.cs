using System.Collections.Immutable;
using Pruning.Onnx.Quantization;

namespace Pruning.Reporting;

/// <summary>How a file computes with 8-bit integers.</summary>
/// <param name="Images">On how many different training images its ranges were found.</param>
/// <param name="Layers">How many convolutions compute with 8-bit integers.</param>
/// <param name="FloatLayers">Those that stay in floats, by name.</param>
/// <param name="Ranges">What of each value that becomes a byte is kept.</param>
public sealed record QuantizationReport(
    int Images,
    int Layers,
    ImmutableArray<string> FloatLayers,
    ImmutableSortedDictionary<string, ValueRange> Ranges
)
{
    public static QuantizationReport Of(QuantizedModel model) =>
        new(
            model.Images,
            model.Layers.Length,
            model.FloatLayers,
            model.Ranges.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => new ValueRange(pair.Value.Low, pair.Value.High),
                StringComparer.Ordinal
            )
        );

    /// <summary>For people.</summary>
    public override string ToString() =>
        $"8-bit integers in {Layers} of {Layers + FloatLayers.Length} convolutions, by ranges of {Images} training "
        + $"images; in floats: {string.Join(", ", FloatLayers)}";
}

/// <summary>The least and the largest value that are kept of an activation.</summary>
public sealed record ValueRange(float Low, float High);
