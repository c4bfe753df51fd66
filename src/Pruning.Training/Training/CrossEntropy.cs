using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Training;

/// <summary>
/// Binary cross-entropy on logits, averaged; with an exponent above 0 the focal loss (Lin et al. 2017) with its usual α
/// of 0.25.
/// </summary>
internal static class CrossEntropy
{
    private const double FocalAlpha = 0.25;

    public static Tensor Compute(Tensor logits, Tensor targets, double positiveWeight, double focalGamma)
    {
        var weight =
            positiveWeight == 1 ? null : TensorArithmetic.Full([1], positiveWeight, ScalarType.Float32, logits.device);
        if (focalGamma <= 0)
            return functional.binary_cross_entropy_with_logits(
                logits,
                targets,
                reduction: Reduction.Mean,
                pos_weights: weight
            );
        var plain = functional.binary_cross_entropy_with_logits(
            logits,
            targets,
            reduction: Reduction.None,
            pos_weights: weight
        );
        var probability = logits.sigmoid();
        var balance = targets.Times(FocalAlpha).Plus(targets.Complement().Times(1 - FocalAlpha));
        return (plain * balance * (targets - probability).abs().Power(focalGamma)).mean();
    }
}
