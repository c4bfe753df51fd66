using System.Collections.Immutable;

namespace Pruning.Onnx;

/// <summary>What an ONNX file holds, read without running it.</summary>
/// <param name="FileBytes">The file's size.</param>
/// <param name="Producer">The program that wrote it, with its version; may be empty.</param>
/// <param name="Opset">The version of ONNX's own operator set.</param>
/// <param name="Metadata">What it says about itself.</param>
/// <param name="Inputs">
/// Name and shape, for example <c>images [1, 3, 640, 640]</c>; open sizes carry their symbol.
/// </param>
/// <param name="Outputs">Likewise.</param>
/// <param name="Operators">How often each operator occurs, by name.</param>
/// <param name="Convolutions">In file order.</param>
/// <param name="Parameters">
/// Weights and biases of convolutions, norms and matrix products, as floats or quantized; scales, grids and anchors do
/// not count.
/// </param>
/// <param name="Flops">
/// Two per multiply-accumulate of the convolutions, for one picture; null where sizes are open or an operator's is not
/// known.
/// </param>
/// <param name="Quantized">Whether any of its operators computes with 8-bit integers.</param>
public sealed record OnnxSummary(
    long FileBytes,
    string Producer,
    long Opset,
    OnnxMetadata Metadata,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    ImmutableSortedDictionary<string, int> Operators,
    ImmutableArray<OnnxConvolution> Convolutions,
    long Parameters,
    long? Flops,
    bool Quantized
);
