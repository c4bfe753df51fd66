namespace Pruning.Reporting.Html;

/// <summary>So many points that a chart shows all there is to see, and the page stays small.</summary>
internal static class Thinned
{
    private const int Most = 300;

    public static IEnumerable<T> Take<T>(IReadOnlyList<T> points) =>
        points.Count <= Most
            ? points
            : Enumerable.Range(0, Most).Select(index => points[(int)((long)index * (points.Count - 1) / (Most - 1))]);
}
