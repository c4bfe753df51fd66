using System.Runtime.Intrinsics.X86;

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
    public static int OfThisProcessor { get; } = X86Base.IsSupported && !HasVnni() ? Least : Most;

    /// <summary>For people: why weights have fewer than all bits.</summary>
    public const string WhyFewer =
        "weights have 7 bits: this processor has no VNNI, and adds pairs of products in 16 bits";

    // Intel's manual, CPUID: leaf 7.0, ECX bit 11 is AVX512_VNNI; leaf 7.1, EAX bit 4 is AVX_VNNI.
    private static bool HasVnni()
    {
        if (X86Base.CpuId(0, 0).Eax < 7)
            return false;
        var features = X86Base.CpuId(7, 0);
        return (features.Ecx & (1 << 11)) != 0 || (features.Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0);
    }
}
