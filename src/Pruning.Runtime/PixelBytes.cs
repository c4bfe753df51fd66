using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pruning.Runtime;

/// <summary>What processors do with the bytes of pixels at once, by one name for each kind of processor.</summary>
internal static class PixelBytes
{
    /// <summary>Gives zero where <see cref="Pick"/> is asked for it.</summary>
    public const byte Nothing = 0x80;

    public static bool IsSupported => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>The bytes at places; zero at <see cref="Nothing"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Pick(Vector128<byte> bytes, Vector128<byte> places) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(bytes, places) : AdvSimd.Arm64.VectorTableLookup(bytes, places);

    /// <summary>Of each two neighbours, the sum of their products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> PairProducts(Vector128<short> one, Vector128<short> other) =>
        Sse2.IsSupported
            ? Sse2.MultiplyAddAdjacent(one, other)
            : AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(one.GetLower(), other.GetLower()),
                AdvSimd.MultiplyWideningUpper(one, other)
            );
}
