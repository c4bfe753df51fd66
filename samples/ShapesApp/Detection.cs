using OpenCvSharp;

namespace ShapesApp;

/// <summary>Something found: its box in pixels of the picture, its class number, and how sure the model is, 0 to 1.</summary>
internal sealed record Detection(Rect2f Box, int Class, float Confidence)
{
    /// <summary>How much two boxes share, 0 to 1: intersection over union.</summary>
    public float Overlap(Detection other)
    {
        var width = Math.Min(Box.Right, other.Box.Right) - Math.Max(Box.Left, other.Box.Left);
        var height = Math.Min(Box.Bottom, other.Box.Bottom) - Math.Max(Box.Top, other.Box.Top);
        if (width <= 0 || height <= 0)
            return 0;
        var shared = width * height;
        return shared / ((Box.Width * Box.Height) + (other.Box.Width * other.Box.Height) - shared);
    }
}
