using OpenCvSharp;

namespace ShapesApp;

/// <summary>Draws what was found.</summary>
internal static class Annotation
{
    // Blue, green, red.
    private static readonly Scalar[] Colors = [new(60, 60, 255), new(60, 220, 60), new(255, 160, 40), new(40, 220, 255)];

    public static void Draw(Mat picture, IReadOnlyList<Detection> detections, IReadOnlyList<string> labels)
    {
        foreach (var detection in detections)
        {
            var color = Colors[detection.Class % Colors.Length];
            var (left, top) = ((int)detection.Box.Left, (int)detection.Box.Top);
            Cv2.Rectangle(picture, new Rect(left, top, (int)detection.Box.Width, (int)detection.Box.Height), color, 1);
            var text = FormattableString.Invariant($"{labels[detection.Class]} {detection.Confidence:0.00}");
            Cv2.PutText(picture, text, new Point(left, Math.Max(8, top - 2)), HersheyFonts.HersheySimplex, 0.3, color, 1);
        }
    }
}
