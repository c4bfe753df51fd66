using Microsoft.ML.OnnxRuntime;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Runtime;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// A file's accuracy as an app measures it that has the runtime package: its letterbox, its decoding, its suppression,
/// with the thresholds that figures are measured with. Labels and matching are evaluation's own.
/// </summary>
internal static class RuntimeAccuracy
{
    /// <param name="model">The ONNX file's bytes, with raw boxes.</param>
    /// <param name="imageSize">Side of its input, in pixels.</param>
    /// <param name="progress">Told how many pictures are done.</param>
    /// <returns>mAP50-95; null where the split has no labels.</returns>
    public static double? Measure(
        byte[] model,
        DatasetSplit split,
        int imageSize,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var judged = new (Detection[] Found, Detection[] Labels)[split.Images.Length];
        // Each picture on a thread of its own.
        using var session = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var detector = new Detector(model, AsMeasured(session));
        var done = 0;
        Parallel.For(
            0,
            judged.Length,
            new ParallelOptions
            {
                CancellationToken = cancellation,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            index =>
            {
                judged[index] = Look(detector, split.Images[index], imageSize);
                progress(Interlocked.Increment(ref done));
            }
        );
        var tally = new DetectionTally(split.ClassNames.Length);
        foreach (var (found, labels) in judged)
            tally.AddImage(found, labels);
        var classes = AveragePrecision.Measure(tally);
        return classes.IsEmpty ? null : classes.Average(one => one.Averages.Average());
    }

    private static DetectorOptions AsMeasured(SessionOptions session)
    {
        var metrics = SuppressionOptions.ForMetrics;
        return new DetectorOptions
        {
            Confidence = metrics.Confidence,
            Overlap = (float)metrics.Iou,
            EveryClass = metrics.MultiLabel,
            MaximumBoxes = metrics.MaximumDetections,
            Shrinking = PictureShrinking.Area,
            Session = session,
        };
    }

    private static (Detection[] Found, Detection[] Labels) Look(Detector detector, LabeledImage image, int imageSize)
    {
        using var decoded = ImageDecoder.Decode(image.Path);
        var found = detector.Detect(
            new Picture(
                decoded.AsSpan<byte>(),
                decoded.Cols,
                decoded.Rows,
                PixelLayout.Bgr,
                checked((int)decoded.Step())
            )
        );
        var original = new Extent(decoded.Rows, decoded.Cols);
        var letterbox = ImageFitting.Place(
            original,
            ImageFitting.LongSideTo(imageSize, original),
            Extent.Square(imageSize),
            enlarge: false
        );
        return (
            [
                .. found.Select(box => new Detection(
                    box.Left,
                    box.Top,
                    box.Right,
                    box.Bottom,
                    box.Confidence,
                    box.Class
                )),
            ],
            [.. image.Labels.Select(label => letterbox.ToOriginal(letterbox.ToInput(label)))]
        );
    }
}
