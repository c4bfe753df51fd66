using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Runtime;

namespace Pruning.Onnx;

/// <summary>
/// Proves, before anything is written, that an exported file computes what the network computes: the bytes run in ONNX
/// Runtime beside the network itself on the same pictures.
/// </summary>
public static class ExportProof
{
    /// <param name="onnx">What the exporter made.</param>
    /// <param name="reference">The network that was exported, in 32-bit floats.</param>
    /// <param name="imageSize">Side of the pictures, in pixels: what the file was exported for.</param>
    /// <exception cref="PruneException">
    /// PRUNE6003: the two differ by more than the tolerance, or a value is not finite.
    /// </exception>
    public static ExportDeviation Verify(
        byte[] onnx,
        IDetector reference,
        int imageSize,
        ExportTolerance? tolerance = null
    )
    {
        using var exported = new OnnxDetector(onnx, "the exported model");
        if (!exported.ClassNames.SequenceEqual(reference.ClassNames))
            throw Unfaithful(
                $"it names the classes '{string.Join("', '", exported.ClassNames)}', and the network "
                    + $"'{string.Join("', '", reference.ClassNames)}'"
            );
        var pictures = ProofPictures.Create(imageSize, imageSize);
        var columns = HeadColumns.CountFor(reference.ClassNames.Length);
        var expected = reference.Detect(pictures, ProofPictures.Count, imageSize, imageSize);
        var actual = exported.Detect(pictures, ProofPictures.Count, imageSize, imageSize);
        if (expected.Length != actual.Length || expected.Length == 0)
            throw Unfaithful(
                $"it gives {actual.Length} values for {ProofPictures.Count} pictures, and the network {expected.Length}"
            );
        return Compare(expected, actual, columns, tolerance ?? new ExportTolerance());
    }

    private static ExportDeviation Compare(float[] expected, float[] actual, int columns, ExportTolerance tolerance)
    {
        double pixels = 0,
            confidence = 0,
            relative = 0;
        var worst = (Excess: 0d, Index: -1);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!float.IsFinite(expected[i]) || !float.IsFinite(actual[i]))
                throw Unfaithful(
                    $"candidate {i / columns}, column {i % columns} is {actual[i]} in the file and {expected[i]} "
                        + $"in the network: the network itself is damaged (diverged training?)"
                );
            var difference = Math.Abs((double)expected[i] - actual[i]);
            var isBox = i % columns < HeadColumns.Box;
            var allowed = isBox
                ? tolerance.Pixels + tolerance.PixelShare * Math.Abs(expected[i])
                : tolerance.Confidence;
            if (isBox)
                pixels = Math.Max(pixels, difference);
            else
                confidence = Math.Max(confidence, difference);
            relative = Math.Max(relative, difference / Math.Max(Math.Abs(expected[i]), 1));
            if (difference / allowed > worst.Excess)
                worst = (difference / allowed, i);
        }

        if (worst.Excess > 1)
            throw Unfaithful(
                FormattableString.Invariant(
                    $"boxes differ by up to {pixels:g3} px (allowed {tolerance.Pixels:g3} px + {tolerance.PixelShare:g3} of the value), scores by up to {confidence:g3} (allowed {tolerance.Confidence:g3}), the largest relative error is {relative:g3}; the worst, candidate {worst.Index / columns}, column {worst.Index % columns}, is {actual[worst.Index]:g7} in the file and {expected[worst.Index]:g7} in the network"
                )
            );
        return new ExportDeviation(pixels, confidence, relative, ProofPictures.Count, expected.Length);
    }

    private static PruneException Unfaithful(string what) =>
        new(
            Codes.ExportNotFaithful,
            $"The exported ONNX model does not compute what the network computes: {what}. It was not written, "
                + $"since what ships must be what was trained. Try another opset; if the network is sound, report it "
                + $"with the model."
        );
}
