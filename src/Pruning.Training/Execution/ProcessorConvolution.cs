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
/// values without a word. So each process looks once, and where they are wrong, 1×1 layers are matrix products: right,
/// and half as fast. Looking at each shape by itself is no way: there, some of them end the process.
/// </summary>
internal static class ProcessorConvolution
{
    private const int Lanes = 16;

    // Wrong wherever any were: maps of 5 and 7 vectors, computed at once and in pieces.
    private static readonly (int Batch, int Side, int Channels)[] Probes = [(16, 10, 80), (4, 5, 112)];

    private static readonly Lazy<bool> PointwiseIsExact = new(() => Probes.All(IsExact));

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
        if (IsPointwise(node) && input.dtype == ScalarType.Float32 && !PointwiseIsExact.Value)
            return Product(input, weight, bias);
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

    private static bool IsExact((int Batch, int Side, int Channels) probe)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        // Thousandths that differ from place to place: a channel that is left out shows.
        var pixels = Ramp(probe.Batch * probe.Side * probe.Side, probe.Channels)
            .view(probe.Batch, probe.Side, probe.Side, probe.Channels)
            .permute(0, 3, 1, 2);
        var weight = Ramp(probe.Channels, probe.Channels);
        var expected = Product(pixels, weight, null);
        var actual = functional.conv2d(pixels, weight.view(probe.Channels, probe.Channels, 1, 1));
        var (wanted, found) = (HostTensor.ToArray(expected), HostTensor.ToArray(actual));
        var reach = wanted.Max(Math.Abs);
        return wanted.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) <= reach / 1000);
    }

    private static Tensor Ramp(int rows, int columns)
    {
        const int Period = 997;
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (((i * 31L) % Period) - (Period / 2)) / (float)Period;
        return HostTensor.From(values, [rows, columns], CPU);
    }

    private static long[] Pair(Extent extent) => [extent.Height, extent.Width];
}
