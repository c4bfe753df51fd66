namespace ShapesApp;

/// <summary>A rectangle in pixels of the picture.</summary>
internal readonly record struct Box(float Left, float Top, float Width, float Height)
{
    public float Right => Left + Width;

    public float Bottom => Top + Height;
}

/// <summary>Something found: where, which class number, and how sure the model is, 0 to 1.</summary>
internal sealed record Detection(Box Box, int Class, float Confidence)
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
