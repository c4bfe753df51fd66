using System.Collections.Immutable;
using Pruning.DotnetTool.Terminal;
using Pruning.Onnx.Quantization;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>quantize</c> tells.</summary>
/// <param name="FileSize">In bytes.</param>
/// <param name="FileSizeBefore">Of the model in 32-bit floats.</param>
/// <param name="CalibrationImages">On how many different images the ranges were found.</param>
/// <param name="Layers">Convolutions that compute with 8-bit integers.</param>
/// <param name="FloatLayers">Those that stay in floats.</param>
/// <param name="Ranges">Scale and zero point of each value that becomes a byte.</param>
internal sealed record QuantizationOutput(
    string Model,
    string Output,
    long FileSize,
    long FileSizeBefore,
    int CalibrationImages,
    ImmutableArray<string> Layers,
    ImmutableArray<string> FloatLayers,
    ImmutableSortedDictionary<string, AffineRange> Ranges
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
    }
}
