using System.Collections.Immutable;
using System.Numerics;

namespace Pruning.Data;

/// <summary>
/// Which pixels of a picture lie inside outlines: those whose centre does, by the even-odd rule for each outline.
/// </summary>
internal sealed class OutlineMask(int width, int height)
{
    private readonly bool[] _inside = new bool[width * height];

    /// <summary>Row <paramref name="y"/>, one entry a column.</summary>
    public ReadOnlySpan<bool> Row(int y) => _inside.AsSpan(y * width, width);

    /// <summary>Nothing is inside any more.</summary>
    public void Clear() => _inside.AsSpan().Clear();

    /// <summary>Adds what an outline encloses.</summary>
    /// <param name="outline">A closed polygon, in pixels of the picture.</param>
    public void Add(ImmutableArray<Vector2> outline)
    {
        var crossings = new List<float>();
        for (var y = 0; y < height; y++)
        {
            Cross(outline, y + 0.5f, crossings);
            for (var pair = 0; pair + 1 < crossings.Count; pair += 2)
            {
                var first = Math.Clamp((int)MathF.Ceiling(crossings[pair] - 0.5f), 0, width);
                var last = Math.Clamp((int)MathF.Ceiling(crossings[pair + 1] - 0.5f), 0, width);
                _inside.AsSpan((y * width) + first, Math.Max(0, last - first)).Fill(true);
            }
        }
    }

    /// <summary>
    /// Where the outline's edges cross a horizontal line, from left to right: an even number of times.
    /// </summary>
    private static void Cross(ImmutableArray<Vector2> outline, float y, List<float> crossings)
    {
        crossings.Clear();
        for (var i = 0; i < outline.Length; i++)
        {
            var (from, to) = (outline[i], outline[(i + 1) % outline.Length]);
            if (from.Y <= y != to.Y <= y)
                crossings.Add(from.X + ((y - from.Y) / (to.Y - from.Y) * (to.X - from.X)));
        }

        crossings.Sort();
    }
}
