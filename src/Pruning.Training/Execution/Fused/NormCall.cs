using Pruning.Graphs;
using TorchSharp;

namespace Pruning.Execution.Fused;

/// <summary>
/// A batch norm's running statistics and numbers, as <see cref="NormActivation"/> takes them beside its tensors.
/// </summary>
internal sealed record NormCall(
    torch.Tensor RunningMean,
    torch.Tensor RunningVariance,
    bool Training,
    double Momentum,
    double Epsilon
)
{
    /// <summary>One of <see cref="Fusible"/>.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.SiLU;

    /// <summary>Activations that can be taken together with a normalisation.</summary>
    public static bool Fusible(ActivationKind kind) =>
        kind is ActivationKind.SiLU or ActivationKind.ReLU or ActivationKind.LeakyReLU;
}
