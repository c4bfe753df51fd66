using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Onnx;

/// <summary>One convolution of an ONNX file.</summary>
/// <param name="Name">
/// Of its weights, without <c>.weight</c>: YOLOv5's layer name in its own exports and in ours.
/// </param>
/// <param name="WeightShape"><c>[O, I / groups, kernel height, kernel width]</c>.</param>
/// <param name="Groups">1 for an ordinary convolution.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Output">Height and width of its output; null where it cannot be told.</param>
/// <param name="Flops">Two per multiply-accumulate, for one picture; null with <paramref name="Output"/>.</param>
/// <param name="Quantized">Whether its weights are 8-bit integers.</param>
public sealed record OnnxConvolution(
    string Name,
    ImmutableArray<int> WeightShape,
    int Groups,
    long Parameters,
    Extent? Output,
    long? Flops,
    bool Quantized
);
