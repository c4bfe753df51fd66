using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Training.Distilling;

/// <summary>
/// How far probabilities, given as logits, lie from a teacher's: the Kullback-Leibler divergence of each pair. That is
/// the cross-entropy less the teacher's own entropy, so it is 0, and so is its gradient, where both agree.
/// </summary>
internal static class BernoulliDivergence
{
    /// <param name="logits">Any shape.</param>
    /// <param name="teacher">The same shape, without a gradient.</param>
    /// <returns>The same shape, at least 0 up to rounding.</returns>
    public static Tensor Compute(Tensor logits, Tensor teacher)
    {
        var probability = teacher.sigmoid();
        return Entropy(logits, probability) - Entropy(teacher, probability);
    }

    private static Tensor Entropy(Tensor logits, Tensor probability) =>
        functional.binary_cross_entropy_with_logits(logits, probability, reduction: Reduction.None);
}
