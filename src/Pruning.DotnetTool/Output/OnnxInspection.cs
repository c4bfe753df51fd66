using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Onnx;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>inspect</c> tells of an ONNX file.</summary>
/// <param name="Network">The file as a base model for training and pruning; null where it cannot be one.</param>
/// <param name="NotABaseModel">Why not; null where it can.</param>
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
    ImmutableSortedDictionary<string, string> Provenance,
    ModelInspection? Network,
    string? NotABaseModel)
{
    /// <param name="imageSize">Side in pixels that the network's operations are counted for.</param>
    public static OnnxInspection Of(string model, OnnxSummary summary, int imageSize)
    {
        try
        {
            return Of(model, summary, ModelInspection.Of(model, CheckpointReader.Read(model, new DiagnosticList()), imageSize), null);
        }
        catch (PruneException refusal) when (refusal.Code != Codes.ImageSizeDoesNotFit)
        {
            return Of(model, summary, null, $"{refusal.Code}: {refusal.Message}");
        }
    }

    private static OnnxInspection Of(string model, OnnxSummary summary, ModelInspection? network, string? refusal) => new(
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
        summary.Metadata.Provenance,
        network,
        refusal);
}
