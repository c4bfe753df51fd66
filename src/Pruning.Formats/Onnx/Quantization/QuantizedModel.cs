using System.Collections.Immutable;

namespace Pruning.Onnx.Quantization;

/// <summary>A detector's file that computes with bytes, and what was decided for it.</summary>
/// <param name="Onnx">The file.</param>
/// <param name="WeightBits">Of a weight, its sign among them.</param>
/// <param name="Layers">Convolutions that compute with bytes.</param>
/// <param name="FloatLayers">Those that do not, because they must not or were named.</param>
/// <param name="SlowLayers">
/// Those of <paramref name="Layers"/> that the runtime computes with floats all the same; empty where all is well.
/// </param>
/// <param name="Ranges">Of each value that becomes bytes, by its name in the file.</param>
/// <param name="Images">On how many different pictures the ranges were found.</param>
public sealed record QuantizedModel(
    byte[] Onnx,
    int WeightBits,
    ImmutableArray<string> Layers,
    ImmutableArray<string> FloatLayers,
    ImmutableArray<string> SlowLayers,
    ImmutableSortedDictionary<string, AffineRange> Ranges,
    int Images
);
