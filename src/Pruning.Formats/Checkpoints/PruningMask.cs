using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints;

/// <summary>
/// Torch's own pruning utilities keep a tensor as two until their <c>remove</c> is called: <c>weight_orig</c> and
/// <c>weight_mask</c>, whose product is what the layer computes with.
/// </summary>
internal static class PruningMask
{
    public const string Original = "_orig";

    public const string Mask = "_mask";

    /// <returns>The original under its name, every element times its mask's.</returns>
    /// <exception cref="Diagnostics.PruneException">PRUNE1004: the two have different shapes.</exception>
    public static Parameter Apply(string path, Parameter original, Parameter mask)
    {
        if (!original.Shape.SequenceEqual(mask.Shape))
            throw CheckpointErrors.Damaged(
                path,
                $"'{CheckpointErrors.Quote(original.Name)}' has the shape [{string.Join(", ", original.Shape)}], "
                    + $"and its pruning mask [{string.Join(", ", mask.Shape)}]"
            );
        var values = new float[original.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = original.Values[i] * mask.Values[i];
        return original with { Values = values };
    }
}
