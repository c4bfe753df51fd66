using OpenCvSharp;

namespace ShapesApp;

/// <summary>Draws what was found.</summary>
internal static class Annotation
{
    // Small pictures are enlarged towards this many pixels, for the writing to fit.
    private const int ReadableSize = 640;

    // Blue, green, red.
    private static readonly Scalar[] Colors = [new(60, 60, 255), new(60, 220, 60), new(255, 160, 40), new(40, 220, 255)];

    /// <returns>An annotated copy of the picture, which the caller disposes.</returns>
    public static Mat Draw(Mat picture, IReadOnlyList<Detection> detections, IReadOnlyList<string> labels)
    {
        var scale = Math.Max(1, ReadableSize / Math.Max(picture.Width, picture.Height));
        var canvas = new Mat();
        Cv2.Resize(picture, canvas, new Size(picture.Width * scale, picture.Height * scale));
        foreach (var (box, label, confidence) in detections)
        {
            var color = Colors[label % Colors.Length];
            var corner = new Point((int)(box.Left * scale), (int)(box.Top * scale));
            Cv2.Rectangle(canvas, new Rect(corner.X, corner.Y, (int)(box.Width * scale), (int)(box.Height * scale)), color, 2);
            var text = FormattableString.Invariant($"{labels[label]} {confidence:0.00}");
            Cv2.PutText(canvas, text, new Point(Math.Max(0, corner.X), Math.Max(14, corner.Y - 4)), HersheyFonts.HersheySimplex, 0.5, color, 1);
        }

        return canvas;
    }
}
