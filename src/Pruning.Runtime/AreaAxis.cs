namespace Pruning.Runtime;

/// <summary>
/// Which pixels of a picture each pixel of a smaller one covers along one axis, and by how much: pixel i of n covers
/// from i to i + 1 of n equal parts.
/// </summary>
internal sealed class AreaAxis
{
    // A sliver of a pixel does not count, as in OpenCV's INTER_AREA.
    private const double Sliver = 1e-3;

    private int _from;
    private int _to;
    private readonly List<float> _weights = [];

    /// <summary>Of each pixel, the first one that it covers.</summary>
    public int[] First { get; private set; } = [];

    /// <summary>Where its weights begin; those of pixel i end where those of i + 1 begin.</summary>
    public int[] Start { get; private set; } = [];

    /// <summary>Of a pixel, how much of it each covered one is; together 1.</summary>
    public ReadOnlySpan<float> Weights(int pixel) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_weights)[Start[pixel]..Start[pixel + 1]];

    public void Fit(int from, int to)
    {
        if ((_from, _to) == (from, to))
            return;
        if (First.Length < to)
            (First, Start) = (new int[to], new int[to + 1]);
        _weights.Clear();
        var scale = (double)from / to;
        for (var i = 0; i < to; i++)
        {
            var (begin, end) = (i * scale, Math.Min((i + 1) * scale, from));
            var first = (int)Math.Floor(begin + Sliver);
            var last = Math.Max(first, (int)Math.Ceiling(end - Sliver) - 1);
            (First[i], Start[i]) = (first, _weights.Count);
            var whole = Math.Min(scale, from - begin);
            for (var pixel = first; pixel <= last; pixel++)
                _weights.Add((float)((Math.Min(pixel + 1, end) - Math.Max(pixel, begin)) / whole));
        }

        Start[to] = _weights.Count;
        (_from, _to) = (from, to);
    }
}
