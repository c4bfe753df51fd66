using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Onnx.Runtime;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// What each layer's bytes cost: how much nearer a file that computes with bytes comes to the one of floats where that
/// layer alone stays in floats. Measured at the output, without labels, on a few pictures.
/// </summary>
public static class LayerErrors
{
    /// <param name="quantized">With nothing left in floats that need not be.</param>
    /// <param name="pictures">Calibration images, a few.</param>
    /// <param name="report">Told how far it is, 0 to 1.</param>
    /// <returns>For each layer by how much the error shrinks, of the error of all; may be below 0.</returns>
    /// <exception cref="Diagnostics.PruneException">PRUNE7102 to PRUNE7107.</exception>
    public static ImmutableDictionary<string, double> Measure(
        CalibratedModel model,
        QuantizedModel quantized,
        IReadOnlyList<ImageBatch> pictures,
        Action<double?> report,
        CancellationToken cancellation
    )
    {
        var (exact, classes) = Outputs(model.Onnx, model.Name, pictures);
        var columns = 5 + classes;
        var all = Error(quantized.Onnx);
        var kept = quantized.FloatLayers.ToImmutableHashSet(StringComparer.Ordinal);
        var gains = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var layer in quantized.Layers)
        {
            cancellation.ThrowIfCancellationRequested();
            report((double)gains.Count / quantized.Layers.Length);
            var without = model.Quantize(kept.Add(layer), quantized.WeightBits);
            gains.Add(layer, all > 0 ? (all - Error(without.Onnx)) / all : 0);
        }

        return gains.ToImmutable();

        double Error(byte[] onnx) =>
            exact
                .Zip(Outputs(onnx, model.Name, pictures).Each)
                .Sum(pair => OutputError.Between(pair.First, pair.Second, columns));
    }

    private static (List<float[]> Each, int Classes) Outputs(
        byte[] onnx,
        string name,
        IReadOnlyList<ImageBatch> pictures
    )
    {
        using var detector = new OnnxDetector(onnx, name);
        return (
            [.. pictures.Select(picture => detector.Detect(picture.Pixels, 1, picture.Height, picture.Width))],
            detector.ClassNames.Length
        );
    }
}
