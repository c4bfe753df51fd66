using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Suppression;

namespace Pruning.Pipeline.Stages;

/// <summary>The file that ships: the one that was measured, with what was measured in it, and suppression if asked for.</summary>
public static class ShippedModel
{
    /// <param name="measured">The ONNX file of the last step that writes one.</param>
    /// <param name="f1Confidence">Where the F1 is best; null where it was not measured.</param>
    /// <param name="suppresses">Whether suppression goes into it, at that confidence.</param>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="PruneException">PRUNE6014.</exception>
    public static byte[] Make(byte[] measured, double? f1Confidence, bool suppresses, string name)
    {
        var onnx = OnnxContract.WithF1Confidence(measured, f1Confidence);
        var pictures = SuppressionOptions.ForPictures;
        return suppresses
            ? OnnxSuppression.Include(
                onnx,
                pictures with
                {
                    Confidence = (float)(f1Confidence ?? pictures.Confidence),
                },
                name
            )
            : onnx;
    }
}
