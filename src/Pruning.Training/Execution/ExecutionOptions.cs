using Pruning.Onnx.Quantization;

namespace Pruning.Execution;

/// <summary>How a <see cref="TorchNetwork"/> runs.</summary>
/// <param name="Device">Where.</param>
/// <param name="Precision">In which arithmetic.</param>
/// <param name="ChannelsLast">
/// Whether maps lie pixel by pixel rather than plane by plane; null takes what is faster.
/// </param>
public sealed record ExecutionOptions(
    ExecutionDevice Device = default,
    Precision Precision = Precision.Fp32,
    bool? ChannelsLast = null
)
{
    public static ExecutionOptions Default { get; } = new();

    /// <summary>Rounds numbers as a file of 8-bit integers has them; null computes with them as they are.</summary>
    public RoundingPlan? Rounding { get; init; }

    /// <summary>Whether operations of ours take the place of libtorch's, where we have them.</summary>
    internal bool UsesKernels => UsesChannelsLast && !Device.IsAccelerator;

    /// <summary>Whether BatchNorm and activation run as one operation of ours.</summary>
    internal bool FusesNorms => UsesKernels && Rounding is null;

    // The CPU's kernels for pooling, normalisation and convolution are faster on pixels than on planes, pooling by ten
    // times; a CUDA device's fp32 convolutions are not.
    internal bool UsesChannelsLast => ChannelsLast ?? (!Device.IsCuda || Precision == Precision.Bf16);
}
