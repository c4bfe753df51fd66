namespace Pruning.Runtime;

/// <summary>
/// Between which two pixels of a picture each pixel of a resized one lies, along one axis. Pixel centres stand for
/// pixels, and weights are whole 2048ths, as OpenCV's INTER_LINEAR has them for bytes: models were trained on that.
/// </summary>
/// <param name="keepsWeights">
/// Whether, beyond the middle of the first and last pixel, both of a pair are that pixel, with the weights that the
/// place has (OpenCV's rows); otherwise the one pixel counts alone (its columns). It shows where products are cut off.
/// </param>
internal sealed class BilinearAxis(bool keepsWeights)
{
    /// <summary>Weights are of this whole.</summary>
    private const int Whole = 2048;

    private int _from;
    private int _to;

    /// <summary>Of the first pixel of each pair.</summary>
    public int[] First { get; private set; } = [];

    /// <summary>Of the second one; the first where there is none behind it.</summary>
    public int[] Second { get; private set; } = [];

    /// <summary>The first one's weight.</summary>
    public int[] FirstWeight { get; private set; } = [];

    /// <summary>The second one's. Each is rounded by itself: together they may be a 2048th more or less than all.</summary>
    public int[] SecondWeight { get; private set; } = [];

    /// <summary>Both as 16-bit numbers side by side, the first one's in the lower half.</summary>
    public int[] Weights { get; private set; } = [];

    /// <param name="from">Pixels of the picture.</param>
    /// <param name="to">Pixels of the resized one.</param>
    public void Fit(int from, int to)
    {
        if ((_from, _to) == (from, to))
            return;
        if (First.Length < to)
            (First, Second, FirstWeight, SecondWeight, Weights) = (
                new int[to],
                new int[to],
                new int[to],
                new int[to],
                new int[to]
            );
        var scale = (double)from / to;
        for (var i = 0; i < to; i++)
        {
            var place = (float)(((i + 0.5) * scale) - 0.5);
            var whole = (int)MathF.Floor(place);
            var rest = place - whole;
            if (!keepsWeights && (whole < 0 || whole >= from - 1))
                (whole, rest) = (Math.Clamp(whole, 0, from - 1), 0);
            First[i] = Math.Clamp(whole, 0, from - 1);
            Second[i] = Math.Clamp(whole + 1, 0, from - 1);
            FirstWeight[i] = (int)MathF.Round((1 - rest) * Whole);
            SecondWeight[i] = (int)MathF.Round(rest * Whole);
            Weights[i] = FirstWeight[i] | (SecondWeight[i] << 16);
        }

        (_from, _to) = (from, to);
    }
}
