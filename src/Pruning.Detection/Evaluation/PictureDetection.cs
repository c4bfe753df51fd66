using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>Detects on single pictures.</summary>
public static class PictureDetection
{
    /// <summary>Boxes in the picture's own pixels (EXIF orientation applied), most confident first.</summary>
    /// <param name="imageSize">Long side of the network's input; a detector with a fixed input keeps to that.</param>
    /// <exception cref="PruneException">
    /// The picture does not decode (<c>PRUNE2006</c>), or the model's output is no use (<c>PRUNE7001</c>,
    /// <c>PRUNE7004</c>).
    /// </exception>
    public static Detection[] Run(IDetector detector, string imagePath, int imageSize, SuppressionOptions options)
    {
        var (pixels, letterbox) = Load(imagePath, original =>
            detector.FixedInput ?? SlimInput(original, imageSize, detector.Stride)
        );
        var classCount = detector.ClassNames.Length;
        var rows = detector.Detect(pixels, 1, letterbox.Target.Height, letterbox.Target.Width);
        EvaluationChecks.CheckOutput(rows.Length, 1, classCount);
        var detections = new NonMaximumSuppression(options).Run(rows, classCount);
        return Array.ConvertAll(detections, letterbox.ToOriginal);
    }

    /// <summary>Decodes and letterboxes a picture: RGB <c>[3, H, W]</c>.</summary>
    internal static (byte[] Pixels, Letterbox Letterbox) Load(string path, Func<Extent, Extent> inputFor)
    {
        using var decoded = ImageDecoder.Decode(path);
        var original = new Extent(decoded.Rows, decoded.Cols);
        var letterbox = ImageFitting.Place(original, inputFor(original));
        var pixels = new byte[3 * letterbox.Target.Height * letterbox.Target.Width];
        var resized = BgrImage.Allocate(letterbox.Resized);
        resized.Fill(decoded, OpenCvSharp.InterpolationFlags.Linear);
        PlanarPixels.WriteLetterboxed(resized, letterbox, pixels);
        return (pixels, letterbox);
    }

    /// <summary>The picture at the image size, each side up to the next multiple of the stride.</summary>
    private static Extent SlimInput(Extent original, int imageSize, int stride)
    {
        var longSide = (imageSize + stride - 1) / stride * stride;
        var resized = ImageFitting.Place(original, Extent.Square(longSide)).Resized;
        return new Extent(
            (resized.Height + stride - 1) / stride * stride,
            (resized.Width + stride - 1) / stride * stride
        );
    }
}
