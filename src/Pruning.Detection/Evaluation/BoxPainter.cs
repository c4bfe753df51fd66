using System.Globalization;
using OpenCvSharp;
using Pruning.Data;
using Pruning.Diagnostics;

namespace Pruning.Evaluation;

/// <summary>
/// Draws detections on a picture: a box in its class's colour, and name and confidence on a plate, sized so that they
/// can be read.
/// </summary>
public static class BoxPainter
{
    /// <summary>Colours (blue, green, red) that differ well on photographs; classes take them in turn.</summary>
    private static readonly Scalar[] Colors =
    [
        new(56, 56, 255),
        new(49, 210, 207),
        new(10, 249, 72),
        new(255, 149, 0),
        new(200, 55, 255),
        new(23, 204, 146),
        new(31, 112, 255),
        new(255, 56, 132),
        new(187, 212, 0),
        new(147, 69, 52),
        new(29, 178, 255),
        new(168, 153, 44),
    ];

    /// <summary>Writes an annotated copy of a picture; the format follows from the output's extension.</summary>
    /// <param name="detections">In the picture's own pixels.</param>
    /// <exception cref="PruneException">
    /// The picture does not decode, or the copy cannot be written (<c>PRUNE2006</c>, <c>PRUNE7006</c>).
    /// </exception>
    public static void Draw(
        string imagePath,
        IReadOnlyList<Detection> detections,
        IReadOnlyList<string> classNames,
        string outputPath
    )
    {
        using var picture = ImageDecoder.Decode(imagePath);
        Draw(picture, detections, classNames);
        if (!TryWrite(outputPath, picture))
            throw new PruneException(
                Codes.PictureNotWritten,
                $"The annotated picture cannot be written to '{outputPath}'. Its folder must exist and be "
                    + $"writable, and its extension must be one of .png, .jpg, .bmp, .webp."
            );
    }

    private static bool TryWrite(string path, Mat picture)
    {
        try
        {
            return Cv2.ImWrite(path, picture);
        }
        catch (OpenCVException)
        {
            // An extension that no encoder knows.
            return false;
        }
    }

    private static void Draw(Mat picture, IReadOnlyList<Detection> detections, IReadOnlyList<string> classNames)
    {
        var thickness = Math.Max(1, (int)Math.Round((picture.Rows + picture.Cols) / 2 * 0.003));
        // The most confident last, so that nothing covers it.
        for (var i = detections.Count - 1; i >= 0; i--)
        {
            var detection = detections[i];
            var color = Colors[detection.ClassIndex % Colors.Length];
            var corner = new Point((int)detection.Left, (int)detection.Top);
            Cv2.Rectangle(picture, corner, new Point((int)detection.Right, (int)detection.Bottom), color, thickness);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{classNames[detection.ClassIndex]} {detection.Confidence:0.00}"
            );
            DrawPlate(picture, text, corner, color, thickness);
        }
    }

    /// <summary>
    /// Above the box, or within it where there is no room above; moved left where it would leave the picture.
    /// </summary>
    private static void DrawPlate(Mat picture, string text, Point corner, Scalar color, int thickness)
    {
        var scale = Math.Max(0.4, thickness / 3.0);
        var stroke = Math.Max(1, thickness - 1);
        var size = Cv2.GetTextSize(text, HersheyFonts.HersheySimplex, scale, stroke, out var below);
        var height = size.Height + below + 2;
        var left = Math.Max(0, Math.Min(corner.X, picture.Cols - size.Width));
        var top = corner.Y >= height ? corner.Y - height : corner.Y;
        Cv2.Rectangle(picture, new Point(left, top), new Point(left + size.Width, top + height), color, -1);
        var luminance = 0.114 * color.Val0 + 0.587 * color.Val1 + 0.299 * color.Val2;
        var ink = Scalar.All(luminance > 140 ? 0 : 255);
        Cv2.PutText(
            picture,
            text,
            new Point(left, top + size.Height + 1),
            HersheyFonts.HersheySimplex,
            scale,
            ink,
            stroke,
            LineTypes.AntiAlias
        );
    }
}
