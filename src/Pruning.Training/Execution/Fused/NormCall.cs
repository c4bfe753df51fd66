using TorchSharp;

namespace Pruning.Execution.Fused;

/// <summary>
/// A batch norm's running statistics and numbers, as <see cref="NormSilu"/> takes them beside its tensors.
/// </summary>
internal sealed record NormCall(
    torch.Tensor RunningMean,
    torch.Tensor RunningVariance,
    bool Training,
    double Momentum,
    double Epsilon
);
