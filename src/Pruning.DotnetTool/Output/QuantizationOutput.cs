using System.Collections.Immutable;
using Pruning.DotnetTool.Terminal;
using Pruning.Onnx.Quantization;
using Pruning.Reporting;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>quantize</c> tells.</summary>
/// <param name="FileSize">In bytes.</param>
/// <param name="FileSizeBefore">Of the model in 32-bit floats.</param>
/// <param name="CalibrationImages">On how many different images the ranges were found.</param>
/// <param name="Layers">Convolutions that compute with 8-bit integers.</param>
/// <param name="FloatLayers">Those that stay in floats.</param>
/// <param name="Ranges">Scale and zero point of each value that becomes a byte.</param>
/// <param name="WeightBits">Of a weight, its sign among them.</param>
/// <param name="Cost">What that costs; null where it was not asked.</param>
internal sealed record QuantizationOutput(
    string Model,
    string Output,
    long FileSize,
    long FileSizeBefore,
    int CalibrationImages,
    ImmutableArray<string> Layers,
    ImmutableArray<string> FloatLayers,
    ImmutableSortedDictionary<string, AffineRange> Ranges,
    int WeightBits,
    QuantizationCost? Cost
);

/// <summary>A <see cref="QuantizationOutput"/> for people.</summary>
internal static class QuantizationText
{
    public static void Write(TextWriter writer, QuantizationOutput result)
    {
        writer.WriteLine(
            FormattableString.Invariant(
                $"{result.Output}: {Numbers.Count(result.FileSize)} bytes, {(double)result.FileSize / result.FileSizeBefore:0.00} of the float file"
            )
        );
        writer.WriteLine(
            $"{result.Layers.Length} of {result.Layers.Length + result.FloatLayers.Length} convolutions compute with "
                + $"8-bit integers, by ranges of {result.CalibrationImages} training images; in floats: "
                + string.Join(", ", result.FloatLayers)
        );
        if (result.WeightBits < WeightBits.Most)
            writer.WriteLine(WeightBits.WhyFewer);
        if (result.Cost is { } cost)
            writer.WriteLine($"cost: {cost}");
        if (result.Cost is { Returned.IsEmpty: false })
            writer.WriteLine($"returned to floats for it: {string.Join(", ", result.Cost.Returned)}");
    }
}
