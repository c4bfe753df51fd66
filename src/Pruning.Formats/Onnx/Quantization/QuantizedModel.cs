using System.Collections.Immutable;

namespace Pruning.Onnx.Quantization;

/// <summary>A detector's file that computes with bytes, and what was decided for it.</summary>
/// <param name="Onnx">The file.</param>
/// <param name="WeightBits">Of a weight, its sign among them.</param>
/// <param name="Layers">Convolutions that compute with bytes.</param>
/// <param name="FloatLayers">Those that do not, because they must not or were named.</param>
/// <param name="Ranges">Of each value that becomes bytes, by its name in the file.</param>
/// <param name="Images">On how many different pictures the ranges were found.</param>
public sealed record QuantizedModel(
    byte[] Onnx,
    int WeightBits,
    ImmutableArray<string> Layers,
    ImmutableArray<string> FloatLayers,
    ImmutableSortedDictionary<string, AffineRange> Ranges,
    int Images
)
{
    // The runtime has to load the file for it, and a search makes dozens of which one ships.
    internal Lazy<ImmutableArray<string>> Slow { get; init; } = new([]);

    /// <summary>
    /// Those of <see cref="Layers"/> that the runtime computes with floats all the same; empty where all is well.
    /// </summary>
    /// <exception cref="Diagnostics.PruneException">PRUNE7102.</exception>
    public ImmutableArray<string> SlowLayers => Slow.Value;
}
