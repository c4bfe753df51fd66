namespace Pruning.Pruners;

/// <summary>
/// The channel counts that a group may be cut to. ONNX Runtime's CPU kernels work on blocks of 16 channels with AVX-512
/// and 8 with AVX2; other counts waste lanes and cost re-ordering around concatenations, so that an oddly cut network
/// can be slower than the dense one.
/// </summary>
internal static class ChannelSteps
{
    /// <summary>
    /// Legal atom counts, largest first: all of them, then multiples below, none under the minimum share or one
    /// multiple.
    /// </summary>
    /// <param name="multiple">In channels.</param>
    /// <param name="minimumKept">Share of the group's atoms.</param>
    public static int[] For(CouplingGroup group, int multiple, double minimumKept)
    {
        var step = StepOf(group, multiple);
        var least = Math.Max(step, RoundUp(group.Count * minimumKept, step));
        var levels = new List<int> { group.Count };
        for (var count = (group.Count - 1) / step * step; count >= least; count -= step)
            levels.Add(count);
        return [.. levels];
    }

    /// <summary>The legal count nearest to keeping <paramref name="share"/>, from above.</summary>
    public static int AtLeast(CouplingGroup group, int multiple, double share)
    {
        var step = StepOf(group, multiple);
        return Math.Min(group.Count, Math.Max(step, RoundUp(group.Count * share, step)));
    }

    // Whole atoms whose channels make a multiple: an atom of 8 channels meets a multiple of 16 in pairs.
    private static int StepOf(CouplingGroup group, int multiple) => multiple / Divisor(multiple, group.ChannelsPerAtom);

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);

    // A hair below, so that 16 * 0.3125 counts as 5 and not as 6.
    private static int RoundUp(double count, int step) => (int)Math.Ceiling((count / step) - 1e-9) * step;
}
