using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

/// <summary>
/// Convolutions on the processor, kept away from what libtorch 2.10 was seen to compute wrongly there. On an AMD
/// processor with AVX-512 in a virtual machine, its library (oneDNN 3.7) read beyond the last outputs where they fill
/// no whole vector: a bfloat16 layer with an odd number of them put what happened to lie in memory into its gradients,
/// NaN at worst. Whole vectors of 16 are right everywhere that was tried, and cost next to nothing: the library computes
/// in such blocks anyway. There, too, single-precision 1×1 layers of 5, 7, 11 and other numbers of vectors gave wrong
/// values without a word. So each process looks once at each shape of them (<see cref="PointwiseCheck"/>), and where one
/// is wrong, such layers are matrix products: right, and half as fast.
/// </summary>
internal static class ProcessorConvolution
{
    private const int Lanes = 16;

    private const int FewestImages = 16;

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
        if (IsPointwise(node) && input.dtype == ScalarType.Float32)
            return Pointwise(node, input, weight, bias);
        return InWholeVectors(node, input, weight, bias);
    }

    private static Tensor Pointwise(ConvolutionNode node, Tensor input, Tensor weight, Tensor? bias)
    {
        var many = Regroup(input, input.shape[0] * GroupsFor(input));
        if (!PointwiseCheck.IsExact(many, WholeVectors((int)weight.shape[0])))
            return Product(input, weight, bias);
        return Regroup(InWholeVectors(node, many, weight, bias), input.shape[0]);
    }

    private static int WholeVectors(int outputs) => (outputs + Lanes - 1) / Lanes * Lanes;

    private static Tensor InWholeVectors(ConvolutionNode node, Tensor input, Tensor weight, Tensor? bias)
    {
        var outputs = (int)weight.shape[0];
        var missing = WholeVectors(outputs) - outputs;
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

    // On one thread, libtorch leaves its library for batches below 16, and takes one that is slower. A pixel does not
    // know which image it is of: so images are taken as several flatter ones.
    private static long GroupsFor(Tensor input)
    {
        var (batch, height) = (input.shape[0], input.shape[2]);
        if (batch >= FewestImages || get_num_threads() > 1)
            return 1;
        for (var groups = 2; groups <= height; groups++)
        {
            if (height % groups == 0 && batch * groups >= FewestImages)
                return groups;
        }

        return 1;
    }

    // [B, C, H, W] in the memory of pixels as [batch, C, H·B / batch, W].
    private static Tensor Regroup(Tensor map, long batch) =>
        map.shape[0] == batch
            ? map
            : map.permute(0, 2, 3, 1).reshape(batch, -1, map.shape[3], map.shape[1]).permute(0, 3, 1, 2);

    /// <summary>As it is, all in one type.</summary>
    public static Tensor Convolve(ConvolutionNode node, Tensor input, Tensor weight, Tensor? bias) =>
        functional.conv2d(input, weight, bias, Pair(node.Stride), Pair(node.Padding), Pair(node.Dilation), node.Groups);

    private static bool IsPointwise(ConvolutionNode node) =>
        node.Groups == 1
        && node.Kernel == Extent.Square(1)
        && node.Stride == Extent.Square(1)
        && node.Padding == Extent.Square(0);

    // [B, C, H, W] as [B·H·W, C], times [C, O].
    internal static Tensor Product(Tensor input, Tensor weight, Tensor? bias)
    {
        var (batch, inputs, height, width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var outputs = weight.shape[0];
        var rows = input.permute(0, 2, 3, 1).reshape(-1, inputs);
        var matrix = weight.view(outputs, inputs).t();
        var product = bias is null ? mm(rows, matrix) : addmm(bias, rows, matrix, 1, 1);
        return product.view(batch, height, width, outputs).permute(0, 3, 1, 2);
    }

    private static long[] Pair(Extent extent) => [extent.Height, extent.Width];
}
