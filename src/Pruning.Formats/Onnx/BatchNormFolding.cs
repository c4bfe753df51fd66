using Pruning.Graphs;

namespace Pruning.Onnx;

/// <summary>
/// Merges a batch norm into the convolution before it: with s = weight / sqrt(running_var + epsilon), the convolution's
/// weights become s * W and its bias s * (b - running_mean) + bias. In double precision, rounded once.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>
    /// The batch norm that can be merged into a convolution: its only reader, and the convolution is no output of the
    /// network.
    /// </summary>
    public static BatchNormNode? FoldableInto(ConvolutionNode convolution, Graph graph) =>
        graph.ConsumersOf(convolution.Name) is [BatchNormNode norm] && !graph.Outputs.Contains(convolution.Name)
            ? norm
            : null;

    /// <returns>Weights of the convolution's shape, and a bias a channel.</returns>
    public static (float[] Weight, float[] Bias) Fold(
        ConvolutionNode convolution,
        BatchNormNode norm,
        ParameterSet parameters
    )
    {
        var weight = parameters[$"{convolution.Name}.weight"].Values;
        var bias = convolution.HasBias ? parameters[$"{convolution.Name}.bias"].Values : null;
        var (scale, shift) = ScaleAndShift(norm, parameters);
        var perChannel = weight.Length / scale.Length;
        var folded = new float[weight.Length];
        for (var i = 0; i < weight.Length; i++)
            folded[i] = (float)(scale[i / perChannel] * weight[i]);
        var foldedBias = new float[scale.Length];
        for (var channel = 0; channel < scale.Length; channel++)
            foldedBias[channel] = (float)(shift[channel] + scale[channel] * (bias?[channel] ?? 0));
        return (folded, foldedBias);
    }

    private static (double[] Scale, double[] Shift) ScaleAndShift(BatchNormNode norm, ParameterSet parameters)
    {
        var weight = parameters[$"{norm.Name}.weight"].Values;
        var bias = parameters[$"{norm.Name}.bias"].Values;
        var mean = parameters[$"{norm.Name}.running_mean"].Values;
        var variance = parameters[$"{norm.Name}.running_var"].Values;
        var scale = new double[weight.Length];
        var shift = new double[weight.Length];
        for (var channel = 0; channel < weight.Length; channel++)
        {
            scale[channel] = weight[channel] / Math.Sqrt(variance[channel] + norm.Epsilon);
            shift[channel] = bias[channel] - scale[channel] * mean[channel];
        }

        return (scale, shift);
    }
}
