namespace Pruning.Yolo.Heads;

/// <summary>
/// How YOLOv5's head says a box, with p the sigmoid of a column: centre = (2 p - 0.5 + cell) stride, by column and row
/// of the cell, and size = (2 p)² anchor. Whatever decodes or writes boxes takes its numbers from here. What they can
/// reach is also what training asks of them: a cell takes boxes whose centres lie up to <see cref="Overhang"/> outside
/// it, an anchor those up to <see cref="LargestRatio"/> times its size.
/// </summary>
internal static class BoxDecoding
{
    /// <summary>How far a centre can lie outside its cell, in cells.</summary>
    public const float Overhang = 0.5f;

    /// <summary>The way that a centre can go, in cells.</summary>
    public const float CentreReach = 1 + (2 * Overhang);

    /// <summary>A side's root at p = 1, over its anchor's.</summary>
    public const float RootReach = 2;

    /// <summary>A side over its anchor's at p = 1.</summary>
    public const float LargestRatio = RootReach * RootReach;

    /// <summary>Where a centre begins, at p = 0, in cells.</summary>
    /// <param name="cell">Its column or row.</param>
    public static float Start(int cell) => cell - Overhang;

    /// <summary>A centre's x or y in pixels.</summary>
    /// <param name="cell">The column or row.</param>
    public static double Centre(double p, int cell, int stride) => ((CentreReach * p) + Start(cell)) * stride;

    /// <summary>A width or height in pixels.</summary>
    /// <param name="anchor">The anchor's, in pixels.</param>
    public static double Side(double p, float anchor) => LargestRatio * p * p * anchor;
}
