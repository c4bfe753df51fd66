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

    /// <summary>Whether BatchNorm and activation run as one operation of ours.</summary>
    internal bool FusesNorms => UsesChannelsLast && !Device.IsAccelerator;

    // The CPU's kernels for pooling, normalisation and convolution are faster on pixels than on planes, pooling by ten
    // times; a CUDA device's fp32 convolutions are not.
    internal bool UsesChannelsLast => ChannelsLast ?? (!Device.IsCuda || Precision == Precision.Bf16);
}
