using System.Globalization;
using System.Text;

namespace Pruning.Data.Import;

/// <summary>Writes annotated boxes as YOLO label lines: normalised by the image's size, cut at its edges.</summary>
internal sealed class YoloLabels(ImportTally tally)
{
    /// <summary>Pixels that rounding may put a box beyond the image.</summary>
    private const double Tolerance = 0.01;

    /// <summary>The lines, and how many boxes they hold.</summary>
    public (string Text, int Boxes) Of(AnnotatedImage image)
    {
        var text = new StringBuilder();
        var boxes = 0;
        foreach (var box in image.Boxes)
        {
            if (Line(box, image) is not { } line)
                continue;
            text.Append(line).Append('\n');
            boxes++;
        }

        return (text.ToString(), boxes);
    }

    private string? Line(AnnotatedBox box, AnnotatedImage image)
    {
        var (width, height) = ((double)image.Size.Width, (double)image.Size.Height);
        var isCut =
            box.Left < -Tolerance
            || box.Top < -Tolerance
            || box.Right > width + Tolerance
            || box.Bottom > height + Tolerance;
        var (left, top) = isCut
            ? (Math.Clamp(box.Left, 0, width), Math.Clamp(box.Top, 0, height))
            : (box.Left, box.Top);
        var (right, bottom) = isCut
            ? (Math.Clamp(box.Right, 0, width), Math.Clamp(box.Bottom, 0, height))
            : (box.Right, box.Bottom);
        // Compared so, what is no number has no area either.
        if (!(right - left > 0 && bottom - top > 0))
        {
            tally.Add(ImportRemark.BoxWithoutArea, image.Name);
            return null;
        }

        if (isCut)
            tally.Add(ImportRemark.BoxCut, image.Name);
        if (right - left < 1 || bottom - top < 1)
            tally.Add(ImportRemark.BoxBelowPixel, image.Name);
        double[] values = box.Outline.IsEmpty
            ? [(left + right) / 2 / width, (top + bottom) / 2 / height, (right - left) / width, (bottom - top) / height]
            : [.. box.Outline.Select((value, i) => value / (i % 2 == 0 ? width : height))];
        return $"{box.ClassIndex.ToString(CultureInfo.InvariantCulture)} {string.Join(' ', values.Select(Number))}";
    }

    private static string Number(double value) =>
        Math.Clamp(value, 0, 1).ToString("0.########", CultureInfo.InvariantCulture);
}
