using Pruning.Graphs;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>What the operations of one batch's way through a network read beside parameters.</summary>
/// <param name="Images"><c>[B, 3, H, W]</c>; the caller's.</param>
/// <param name="Maps">What earlier nodes gave, by name, as far as it is still read.</param>
/// <param name="Training">Whether to normalise by the batch.</param>
/// <param name="NormMomentum">The share of this batch in the running statistics, instead of each node's own.</param>
internal sealed record NetworkPass(
    Tensor Images,
    IReadOnlyDictionary<string, Tensor> Maps,
    bool Training,
    double? NormMomentum
)
{
    public double MomentumOf(BatchNormNode norm) => NormMomentum ?? norm.Momentum;
}
