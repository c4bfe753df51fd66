using System.Runtime.Intrinsics.X86;

namespace Pruning.Native;

/// <summary>
/// What an x86 processor computes beyond what .NET asks about; Intel's manual, CPUID, leaf 7. All false on others.
/// </summary>
public static class ProcessorFeatures
{
    private const int Leaf = 7;

    /// <summary>Adds four products of bytes in 32 bits at a time: AVX512_VNNI or AVX_VNNI.</summary>
    public static bool HasVnni { get; } =
        HasLeaf && (Bit(Features.Ecx, 11) || (Features.Eax >= 1 && Bit(X86Base.CpuId(Leaf, 1).Eax, 4)));

    /// <summary>Multiplies matrices of bfloat16: AMX_BF16.</summary>
    public static bool HasBrainMatrices { get; } = HasLeaf && Bit(Features.Edx, 22);

    private static bool HasLeaf => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= Leaf;

    private static (int Eax, int Ebx, int Ecx, int Edx) Features => X86Base.CpuId(Leaf, 0);

    private static bool Bit(int register, int index) => (register & (1 << index)) != 0;
}
