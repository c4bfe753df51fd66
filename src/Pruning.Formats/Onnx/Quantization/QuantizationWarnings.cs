using Pruning.Diagnostics;

namespace Pruning.Onnx.Quantization;

/// <summary>What is to be said of a file that computes with bytes.</summary>
public static class QuantizationWarnings
{
    // Ranges that fewer different pictures show are not to be relied on.
    private const int FewImages = 8;

    /// <param name="diagnostics">Told of few images (PRUNE6010) and of layers that stay slow (PRUNE6011).</param>
    public static void Report(QuantizedModel model, IDiagnosticSink diagnostics)
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
