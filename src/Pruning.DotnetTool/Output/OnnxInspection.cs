using System.Collections.Immutable;
using Pruning.Onnx;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>inspect</c> tells of an ONNX file.</summary>
internal sealed record OnnxInspection(
    string Model,
    long FileSize,
    string Producer,
    long Opset,
    long Parameters,
    long? Flops,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    ImmutableArray<string> Classes,
    int? Stride,
    int? ImageSize,
    ImmutableSortedDictionary<string, int> Operators,
    ImmutableSortedDictionary<string, string> Provenance)
{
    public static OnnxInspection Of(string model, OnnxSummary summary) => new(
        model,
        summary.FileBytes,
        summary.Producer,
        summary.Opset,
        summary.Parameters,
        summary.Flops,
        summary.Inputs,
        summary.Outputs,
        summary.Metadata.ClassNames,
        summary.Metadata.Stride,
        summary.Metadata.ImageSize,
        summary.Operators,
        summary.Metadata.Provenance);
}
