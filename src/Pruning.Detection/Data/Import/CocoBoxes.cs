using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Data.Import;

/// <summary>
/// The boxes of one COCO file. Two things are found out from all its annotations: whether what it marks as crowds are
/// objects (some tools mark every mask so), and whether its coordinates are fractions of the image's size instead of
/// pixels.
/// </summary>
internal sealed class CocoBoxes(
    CocoFile file,
    ImportOptions options,
    Dictionary<CocoId, int> classes,
    ImportTally tally
)
{
    private readonly bool _crowdsAreObjects = options.Crowds
        ?? (
            file.Annotations!.OfType<CocoAnnotation>().Any()
            && file.Annotations!.OfType<CocoAnnotation>().All(annotation => annotation.IsCrowd)
        );

    private readonly bool _areFractions = Fractions.AreAll(
        file.Annotations!.OfType<CocoAnnotation>().Select(Coordinates)
    );

    /// <summary>Null, counted, where it is left out.</summary>
    public AnnotatedBox? Of(CocoAnnotation annotation, AnnotatedImage image)
    {
        if (annotation.IsCrowd && !_crowdsAreObjects)
            return LeftOut(ImportRemark.CrowdLeftOut, image);
        if (annotation.CategoryId is not { } category || !classes.TryGetValue(category, out var index))
            return LeftOut(ImportRemark.BoxOfUnknownClass, image);
        if (Written(annotation, index) is not { } box)
            return LeftOut(ImportRemark.BoxWithoutCoordinates, image);
        if (annotation.IsCrowd && options.Crowds is null)
            tally.Add(ImportRemark.CrowdTakenAsObject, image.Name);
        if (annotation.Segmentation is { Mask: not null })
            tally.Add(ImportRemark.MaskTakenAsBox, image.Name);
        if (!_areFractions)
            return box;
        tally.Add(ImportRemark.BoxInFractions, image.Name);
        return Fractions.InPixels(box, image.Size);
    }

    private AnnotatedBox? Written(CocoAnnotation annotation, int index)
    {
        var outline = CocoOutline.Read(annotation.Segmentation);
        if (annotation.Box is [var left, var top, var width, var height] && annotation.Box.All(double.IsFinite))
            return new AnnotatedBox(index, left, top, left + width, top + height, options.Outlines ? outline : []);
        if (!outline.IsEmpty)
            return CocoOutline.Bounds(index, outline, options.Outlines);
        return annotation.Segmentation?.Mask?.Bounds() is { } mask
            ? new AnnotatedBox(index, mask.Left, mask.Top, mask.Right, mask.Bottom, [])
            : null;
    }

    /// <summary>Left, top, right, bottom; null where there are none, or a mask, which is in pixels, has them.</summary>
    private static double[]? Coordinates(CocoAnnotation annotation)
    {
        if (annotation.Box is [var left, var top, var width, var height])
            return [left, top, left + width, top + height];
        return
            CocoOutline.Read(annotation.Segmentation) is { IsEmpty: false } outline
            && CocoOutline.Bounds(0, outline, keep: false) is var box
            ? [box.Left, box.Top, box.Right, box.Bottom]
            : null;
    }

    private AnnotatedBox? LeftOut(ImportRemark remark, AnnotatedImage image)
    {
        tally.Add(remark, image.Name);
        return null;
    }
}

/// <summary>Coordinates as fractions of an image's size, where the format has pixels.</summary>
internal static class Fractions
{
    /// <summary>What rounding may add to 1.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Whether all boxes lie within the first pixel, which no annotation means, and one has an area.</summary>
    /// <param name="boxes">Left, top, right, bottom; null for none.</param>
    public static bool AreAll(IEnumerable<double[]?> boxes)
    {
        var any = false;
        foreach (var box in boxes.OfType<double[]>())
        {
            if (box.Any(value => value is < -Tolerance or > 1 + Tolerance))
                return false;
            any |= box[2] > box[0] && box[3] > box[1];
        }

        return any;
    }

    public static AnnotatedBox InPixels(AnnotatedBox box, Extent size) =>
        box with
        {
            Left = box.Left * size.Width,
            Top = box.Top * size.Height,
            Right = box.Right * size.Width,
            Bottom = box.Bottom * size.Height,
            Outline = box.Outline.All(value => value is >= -Tolerance and <= 1 + Tolerance)
                ? [.. box.Outline.Select((value, index) => value * (index % 2 == 0 ? size.Width : size.Height))]
                : box.Outline,
        };
}
