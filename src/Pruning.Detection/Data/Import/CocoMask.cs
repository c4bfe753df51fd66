using System.Collections.Immutable;

namespace Pruning.Data.Import;

/// <summary>
/// A mask in COCO's run lengths: columns from left to right, each from top to bottom; runs of pixels outside and inside
/// of the object in turn. As numbers, or as a text of six bits a letter in which each run from the fourth on is the
/// difference to the one two before it.
/// </summary>
internal sealed record CocoMask(ImmutableArray<long> Runs, long Height, long Width)
{
    private const int LongestSide = 1 << 16;
    private const int LettersPerRun = 10;

    /// <summary>The runs that a text stands for; none where it is no such text.</summary>
    public static ImmutableArray<long> RunsOf(string text)
    {
        var runs = ImmutableArray.CreateBuilder<long>();
        for (var at = 0; at < text.Length; )
        {
            var (run, shift, letter) = (0L, 0, 0);
            do
            {
                if (at == text.Length || shift == 5 * LettersPerRun || (letter = text[at++] - '0') is < 0 or > 63)
                    return [];
                run |= (long)(letter & 0x1F) << shift;
                shift += 5;
            } while ((letter & 0x20) != 0);
            if ((letter & 0x10) != 0)
                run |= -1L << shift;
            runs.Add(runs.Count > 2 ? run + runs[^2] : run);
        }

        return runs.ToImmutable();
    }

    /// <summary>The object's box, edges in pixels; null where the mask is empty or contradicts its size.</summary>
    public (double Left, double Top, double Right, double Bottom)? Bounds()
    {
        if (Height is < 1 or > LongestSide || Width is < 1 or > LongestSide)
            return null;
        var (left, top, right, bottom) = (Width, Height, -1L, -1L);
        var start = 0L;
        for (var index = 0; index < Runs.Length; index++)
        {
            if (Runs[index] < 0 || Runs[index] > Height * Width - start)
                return null;
            var end = start + Runs[index];
            if (index % 2 == 1 && end > start)
            {
                var (first, last) = (start / Height, (end - 1) / Height);
                (left, right) = (Math.Min(left, first), Math.Max(right, last));
                (top, bottom) =
                    first == last
                        ? (Math.Min(top, start % Height), Math.Max(bottom, (end - 1) % Height))
                        : (0, Height - 1);
            }

            start = end;
        }

        return right < 0 ? null : (left, top, right + 1, bottom + 1);
    }
}
