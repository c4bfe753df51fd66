using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Post-training quantization of a detector's file to 8-bit integers (Krishnamoorthi, "Quantizing deep convolutional
/// networks for efficient inference", 2018), as ONNX Runtime computes it fastest.
/// </summary>
public static class OnnxQuantizer
{
    /// <summary>The property of the file that says how it was quantized.</summary>
    public const string QuantizationKey = "pruning.quantization";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // Ranges that fewer different pictures show are not to be relied on.
    private const int FewImages = 8;

    // Scales a channel are an attribute of operators from here on.
    /// <summary>The oldest opset of a file that can be quantized.</summary>
    public const int LeastOpset = 13;

    /// <summary>Makes a file that computes with bytes; what it takes and gives stays as it was.</summary>
    /// <param name="model">In 32-bit floats. Not changed.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="keptFloat">Layers to leave as they are, by name.</param>
    /// <param name="pictures">Of a size that the file takes, the same ones at each call.</param>
    /// <param name="diagnostics">Told of few images (PRUNE6010) and of layers that stay slow (PRUNE6011).</param>
    /// <param name="report">Told how far it is, 0 to 1.</param>
    /// <exception cref="PruneException">
    /// PRUNE6006 to PRUNE6009; PRUNE7102 and PRUNE7103 for a file that is none of a detector.
    /// </exception>
    public static QuantizedModel Quantize(
        byte[] model,
        string name,
        IReadOnlySet<string> keptFloat,
        Func<Extent?, IEnumerable<ImageBatch>> pictures,
        IDiagnosticSink diagnostics,
        Action<double?> report,
        CancellationToken cancellation
    )
    {
        var parsed = OnnxFile.Parse(model, name);
        Check(parsed, name);
        var plan = new QuantizableGraph(parsed.Graph, name, keptFloat);
        RefuseUnknown(keptFloat, plan, name);
        Dictionary<string, AffineRange> ranges;
        int images;
        using (var calibration = new RangeCalibration(model, parsed, name, plan))
            (ranges, images) = calibration.Run(() => pictures(calibration.Size), report, cancellation);
        new QdqWriter(parsed.Graph, plan, ranges).Write();
        parsed.MetadataProps.Add(
            new StringStringEntryProto
            {
                Key = QuantizationKey,
                Value = JsonSerializer.Serialize(new Property(8, images, plan.FloatLayers), Json),
            }
        );
        var onnx = parsed.ToByteArray();
        var result = new QuantizedModel(
            onnx,
            [.. plan.Layers.Select(layer => layer.Name)],
            plan.FloatLayers,
            RuntimeArithmetic.FloatLayersOf(onnx, name, plan.Layers),
            ranges.ToImmutableSortedDictionary(StringComparer.Ordinal),
            images
        );
        Warn(result, diagnostics);
        return result;
    }

    private sealed record Property(int Bits, int CalibrationImages, ImmutableArray<string> FloatLayers);

    private static void Check(ModelProto model, string name)
    {
        if (model.Graph.Node.Any(OnnxWeights.IsQuantized))
            throw new PruneException(
                Codes.AlreadyQuantized,
                $"'{name}' computes with 8-bit integers already. Quantized twice, it would lose accuracy twice. Give "
                    + "the file that it was made from."
            );
        var opset = OnnxFile.OpsetOf(model);
        if (opset < LeastOpset)
            throw new PruneException(
                Codes.OpsetTooOldToQuantize,
                $"'{name}' is of opset {opset}, and scales a channel exist from opset {LeastOpset} on. Without them "
                    + "too much accuracy would be lost. Export the model again with that opset or a newer one."
            );
    }

    private static void RefuseUnknown(IReadOnlySet<string> keptFloat, QuantizableGraph plan, string name)
    {
        if (keptFloat.FirstOrDefault(layer => !plan.FloatLayers.Contains(layer)) is { } unknown)
            throw new PruneException(
                Codes.LayerPatternMatchesNothing,
                $"'{name}' has no convolution '{unknown}' that could stay in floats. "
                    + $"Name one of its layers.{Suggestion.Sentence(unknown, [.. plan.Layers.Select(layer => layer.Name)])}"
            );
    }

    private static void Warn(QuantizedModel model, IDiagnosticSink diagnostics)
    {
        if (model.Images < FewImages)
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.FewCalibrationImages,
                    $"The ranges are those of {model.Images} different training images, and other pictures have values "
                        + $"beyond them, which are cut off. Use {FewImages} or more, better some dozens."
                )
            );
        if (!model.SlowLayers.IsEmpty)
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.QuantizedLayersSlow,
                    $"ONNX Runtime {OnnxSessions.RuntimeVersion} computes {string.Join(", ", model.SlowLayers)} with "
                        + "floats, although they were quantized: they lose accuracy and gain no speed. 'dotnet prune "
                        + "quantize --float' leaves them as they are."
                )
            );
    }
}
