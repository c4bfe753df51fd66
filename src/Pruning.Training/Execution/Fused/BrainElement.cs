using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pruning.Execution.Fused;

/// <summary>bfloat16: the upper half of a single, rounded to nearest, ties to even.</summary>
internal readonly unsafe struct BrainElement : IMapElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* map, nint index)
    {
        var halves = Vector256.Load((ushort*)map + index);
        if (Avx512F.IsSupported)
            return Vector512.ShiftLeft(Avx512F.ConvertToVector512UInt32(halves), 16).AsSingle();
        var (lower, upper) = Vector256.Widen(halves);
        return Vector512.ShiftLeft(Vector512.Create(lower, upper), 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* map, nint index, Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var odd = Vector512.ShiftRightLogical(bits, 16) & Vector512.Create(1u);
        var rounded = Vector512.ShiftRightLogical(bits + Vector512.Create(0x7FFFu) + odd, 16);
        var halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        halves.Store((ushort*)map + index);
    }

    public static float LoadOne(byte* map, nint index) =>
        BitConverter.UInt32BitsToSingle((uint)((ushort*)map)[index] << 16);

    public static void StoreOne(byte* map, nint index, float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)map)[index] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
