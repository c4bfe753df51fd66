namespace Pruning.Runtime;

/// <summary>Something found: its corners in the picture's own pixels, clipped to it.</summary>
/// <param name="Class">The class's number, an index into <see cref="Detector.Labels"/>.</param>
/// <param name="Confidence">0 to 1.</param>
public readonly record struct DetectedBox(float Left, float Top, float Right, float Bottom, int Class, float Confidence)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;
}
