using OpenCvSharp;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// Brings images to a network's size the way YOLOv5 does. Two steps: the long side to the image size, the rest by
/// truncation; then into the network's input, padded on both sides.
/// </summary>
internal static class ImageFitting
{
    /// <summary>Height and width after the first step.</summary>
    public static Extent LongSideTo(int imageSize, Extent original)
    {
        var ratio = imageSize / (double)Math.Max(original.Height, original.Width);
        return ratio == 1
            ? original
            : new Extent(Math.Max(1, (int)(original.Height * ratio)), Math.Max(1, (int)(original.Width * ratio)));
    }

    /// <summary>
    /// The first step. Shrinking averages areas, except in training, where it interpolates as enlarging does.
    /// </summary>
    /// <param name="target">Of the extent that <see cref="LongSideTo(int, Extent)"/> gives.</param>
    public static void LongSideTo(int imageSize, Mat image, BgrImage target, bool training)
    {
        var shrinks = imageSize < Math.Max(image.Rows, image.Cols);
        target.Fill(image, shrinks && !training ? InterpolationFlags.Area : InterpolationFlags.Linear);
    }

    /// <summary>
    /// How the second step places an image of a first-step size; it only enlarges where that is asked for.
    /// </summary>
    public static Letterbox Place(Extent original, Extent fitted, Extent target, bool enlarge)
    {
        var ratio = Math.Min(target.Height / (double)fitted.Height, target.Width / (double)fitted.Width);
        if (!enlarge)
            ratio = Math.Min(ratio, 1);
        // Halves round to even here and below, as Python rounds.
        var resized = new Extent(
            Math.Max(1, (int)Math.Round(fitted.Height * ratio)),
            Math.Max(1, (int)Math.Round(fitted.Width * ratio))
        );
        return new Letterbox(
            original,
            resized,
            target,
            fitted.Height / (double)original.Height * ratio,
            (target.Width - resized.Width) / 2.0,
            (target.Height - resized.Height) / 2.0
        );
    }

    /// <summary>
    /// A picture straight into an input, for looking at single pictures: one resize, enlarging allowed.
    /// </summary>
    public static Letterbox Place(Extent original, Extent target) => Place(original, original, target, enlarge: true);
}
