using System.Collections.Immutable;

namespace Pruning.Data.Import;

/// <summary>An object's polygons as the one outline that a YOLO label has.</summary>
internal static class CocoOutline
{
    /// <summary>
    /// x, y, x, y, …; empty where there is none. Several polygons (an object that is partly hidden) are joined by
    /// bridges of no width: from the first point of the first to the first of the next, around it, and back.
    /// </summary>
    public static ImmutableArray<double> Read(CocoSegmentation? segmentation)
    {
        var polygons = segmentation
            ?.Polygons.Where(polygon => polygon.Length >= 6 && polygon.Length % 2 == 0 && polygon.All(double.IsFinite))
            .ToArray()
            ?? [];
        if (polygons.Length == 0)
            return [];
        var outline = ImmutableArray.CreateBuilder<double>();
        outline.AddRange(polygons[0]);
        foreach (var polygon in polygons.Skip(1))
        {
            outline.AddRange(polygons[0].AsSpan(0, 2));
            outline.AddRange(polygon);
            outline.AddRange(polygon.AsSpan(0, 2));
        }

        if (polygons.Length > 1)
            outline.AddRange(polygons[0].AsSpan(0, 2));
        return outline.ToImmutable();
    }

    /// <summary>The outline's bounding box.</summary>
    public static AnnotatedBox Bounds(int classIndex, ImmutableArray<double> outline, bool keep)
    {
        var (x, y) = (outline.Where((_, i) => i % 2 == 0), outline.Where((_, i) => i % 2 == 1));
        return new AnnotatedBox(classIndex, x.Min(), y.Min(), x.Max(), y.Max(), keep ? outline : []);
    }
}
