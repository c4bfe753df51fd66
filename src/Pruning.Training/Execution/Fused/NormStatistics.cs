namespace Pruning.Execution.Fused;

/// <summary>A batch norm's numbers for one map: what its passes need a channel.</summary>
/// <param name="Mean">Of the values.</param>
/// <param name="Variance">Biased, as normalisation uses it.</param>
/// <param name="Scale">weight / sqrt(variance + ε).</param>
/// <param name="Offset">bias − mean · scale.</param>
internal sealed record NormStatistics(
    float[] Mean,
    double[] Variance,
    float[] InverseDeviation,
    float[] Scale,
    float[] Offset
)
{
    /// <param name="sums">Of x − shift and of its square.</param>
    public static NormStatistics Measure(
        ChannelSums sums,
        float[] shift,
        long rows,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias,
        double epsilon
    )
    {
        var channels = shift.Length;
        var (mean, variance) = (new float[channels], new double[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var distance = sums.First[channel] / rows;
            mean[channel] = (float)(shift[channel] + distance);
            variance[channel] = Math.Max(0, (sums.Second[channel] / rows) - (distance * distance));
        }

        return Measure(mean, variance, weight, bias, epsilon);
    }

    public static NormStatistics Measure(
        float[] mean,
        double[] variance,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias,
        double epsilon
    )
    {
        var channels = mean.Length;
        var (inverse, scale, offset) = (new float[channels], new float[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            inverse[channel] = (float)(1 / Math.Sqrt(variance[channel] + epsilon));
            scale[channel] = weight[channel] * inverse[channel];
            offset[channel] = bias[channel] - (mean[channel] * scale[channel]);
        }

        return new NormStatistics(mean, variance, inverse, scale, offset);
    }

    /// <summary>Moves running statistics towards these, the variance unbiased, as torch does.</summary>
    public void Blend(Span<float> runningMean, Span<float> runningVariance, double momentum, long rows)
    {
        var unbias = rows > 1 ? rows / (rows - 1.0) : 1;
        for (var channel = 0; channel < Mean.Length; channel++)
        {
            runningMean[channel] = (float)(((1 - momentum) * runningMean[channel]) + (momentum * Mean[channel]));
            runningVariance[channel] = (float)(
                ((1 - momentum) * runningVariance[channel]) + (momentum * Variance[channel] * unbias)
            );
        }
    }
}
