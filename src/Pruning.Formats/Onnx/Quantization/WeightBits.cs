using System.Runtime.Intrinsics.X86;
using Pruning.Native;

namespace Pruning.Onnx.Quantization;

/// <summary>How many bits a weight of a quantized file may have on a processor.</summary>
public static class WeightBits
{
    /// <summary>All of a byte's.</summary>
    public const int Most = 8;

    /// <summary>One less: two products of such weights and bytes fit into 16 bits.</summary>
    public const int Least = 7;

    /// <summary>
    /// x86 processors without VNNI add pairs of products in 16 bits and cut off what does not fit, so that weights of 8
    /// bits give wrong sums there. All others that ONNX Runtime computes bytes on add in 32.
    /// </summary>
    public static int OfThisProcessor { get; } = X86Base.IsSupported && !ProcessorFeatures.HasVnni ? Least : Most;

    /// <summary>For people: why weights have fewer than all bits.</summary>
    public const string WhyFewer =
        "weights have 7 bits: this processor has no VNNI, and adds pairs of products in 16 bits";
}
