using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Runtime;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>inspect</c> tells of an ONNX file.</summary>
/// <param name="Parameters">
/// Trainable values of the network, as reports and gates count them; of a file that does not say them, its stored
/// values.
/// </param>
/// <param name="StoredValues">
/// Weights and biases in the file: fewer, where batch norms are folded into convolutions.
/// </param>
/// <param name="QuantizedConvolutions">Convolutions whose weights are 8-bit integers.</param>
/// <param name="Classes">
/// Numbered where the file does not name them; empty where their number cannot be told either.
/// </param>
/// <param name="Network">The file as a base model for training and pruning; null where it cannot be one.</param>
/// <param name="NotABaseModel">Why not; null where it can.</param>
internal sealed record OnnxInspection(
    string Model,
    long FileSize,
    string Producer,
    long Opset,
    long Parameters,
    long StoredValues,
    long? Flops,
    bool Quantized,
    int QuantizedConvolutions,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    ImmutableArray<string> Classes,
    int? Stride,
    int? ImageSize,
    ImmutableSortedDictionary<string, int> Operators,
    ImmutableSortedDictionary<string, string> Provenance,
    ModelInspection? Network,
    string? NotABaseModel
)
{
    /// <param name="imageSize">Side in pixels that the network's operations are counted for.</param>
    /// <param name="diagnostics">Told when the classes are not named (PRUNE1011).</param>
    public static OnnxInspection Inspect(string model, OnnxSummary summary, int imageSize, IDiagnosticSink diagnostics)
    {
        try
        {
            var found = new DiagnosticList();
            var network = ModelInspection.Inspect(model, CheckpointReader.Read(model, found), imageSize);
            foreach (var unnamed in found.Items.Where(item => item.Code == Codes.UnnamedClasses))
                diagnostics.Report(unnamed);
            return Inspect(model, summary, network, null);
        }
        catch (PruneException refusal) when (refusal.Code != Codes.ImageSizeDoesNotFit)
        {
            var described = Inspect(model, summary, null, $"{refusal.Code}: {refusal.Message}");
            return described.Classes.IsEmpty
                ? described with
                {
                    Classes = ClassesAsRun(model, diagnostics),
                }
                : described;
        }
    }

    // A quantized file is no base model, and may run all the same.
    private static ImmutableArray<string> ClassesAsRun(string model, IDiagnosticSink diagnostics)
    {
        try
        {
            using var detector = new OnnxDetector(model, threads: 1, diagnostics);
            return detector.ClassNames;
        }
        catch (PruneException)
        {
            // Whoever runs it is told why; here it is only described.
            return [];
        }
    }

    private static OnnxInspection Inspect(
        string model,
        OnnxSummary summary,
        ModelInspection? network,
        string? refusal
    ) =>
        new(
            model,
            summary.FileBytes,
            summary.Producer,
            summary.Opset,
            summary.Metadata.Parameters ?? summary.Parameters,
            summary.Parameters,
            summary.Flops,
            summary.Quantized,
            summary.Convolutions.Count(convolution => convolution.Quantized),
            summary.Inputs,
            summary.Outputs,
            network?.Classes ?? summary.Metadata.ClassNames,
            summary.Metadata.Stride ?? (network?.Strides is { IsEmpty: false } strides ? strides.Max() : null),
            summary.Metadata.ImageSize,
            summary.Operators,
            summary.Metadata.Provenance,
            network,
            refusal
        );
}
