using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

/// <summary>
/// Convolutions on the processor, kept away from what libtorch 2.10 was seen to compute wrongly there. On an AMD
/// processor with AVX-512 in a virtual machine, its library (oneDNN 3.7) read beyond the last outputs where they fill
/// no whole vector: a bfloat16 layer with an odd number of them put what happened to lie in memory into its gradients,
/// NaN at worst, and a single-precision 1×1 layer on two threads gave wrong values without a word. Whole vectors of 16
/// are right everywhere that was tried, and cost next to nothing: the library computes in such blocks anyway.
/// </summary>
internal static class ProcessorConvolution
{
    private const int Lanes = 16;

    /// <param name="input"><c>[B, C, H, W]</c>, channels last, single or bfloat16.</param>
    /// <param name="weight"><c>[O, C / groups, h, w]</c>, single.</param>
    /// <param name="bias"><c>[O]</c>, single, or null.</param>
    /// <returns><c>[B, O, H', W']</c>, of the input's type.</returns>
    public static Tensor Run(ConvolutionNode node, Tensor input, Tensor weight, Tensor? bias)
    {
        var (outputs, inputsEach) = ((int)weight.shape[0], (int)weight.shape[1]);
        // One channel lies in memory as planes do, and groups are computed each by itself.
        var isOdd = inputsEach == 1 || (node.Groups > 1 && (inputsEach % 2 != 0 || outputs / node.Groups % 2 != 0));
        if (isOdd && input.dtype == ScalarType.BFloat16)
            return Run(node, input.to(ScalarType.Float32), weight, bias).to(ScalarType.BFloat16);
        var missing = (Lanes - (outputs % Lanes)) % Lanes;
        if (missing == 0 || node.Groups > 1)
            return Convolve(node, input, weight.to(input.dtype), bias?.to(input.dtype));
        // With some outputs more, that are 0 and that nobody reads.
        return Convolve(
                node,
                input,
                functional.pad(weight, [0, 0, 0, 0, 0, 0, 0, missing]).to(input.dtype),
                bias is null ? null : functional.pad(bias, [0, missing]).to(input.dtype)
            )
            .narrow(1, 0, outputs);
    }

    /// <summary>As it is, all in one type.</summary>
    public static Tensor Convolve(ConvolutionNode node, Tensor input, Tensor weight, Tensor? bias) =>
        functional.conv2d(input, weight, bias, Pair(node.Stride), Pair(node.Padding), Pair(node.Dilation), node.Groups);

    private static long[] Pair(Extent extent) => [extent.Height, extent.Width];
}
