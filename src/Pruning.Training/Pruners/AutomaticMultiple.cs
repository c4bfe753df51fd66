using System.Globalization;

namespace Pruning.Pruners;

/// <summary>What a layer's kept channels are a multiple of.</summary>
/// <param name="Block">Channels that the runtime's kernels compute at once.</param>
/// <param name="HalvesNarrow">
/// Whether a layer of fewer than two blocks may go to half of its width's power of two, a stem of 16 channels to 8. Its
/// operations become fewer and its time does not, so it is for targets that nothing else meets. docs/slimming.md has
/// the figures.
/// </param>
internal readonly record struct AutomaticMultiple(int Block, bool HalvesNarrow)
{
    /// <param name="channels">The layer's width.</param>
    public int For(int channels)
    {
        var multiple = Block;
        while (HalvesNarrow && multiple > 1 && multiple * 2 > channels)
            multiple /= 2;
        return multiple;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Block}{(HalvesNarrow ? ", less in narrow layers" : "")}");
}
