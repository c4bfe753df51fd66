using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>Single precision.</summary>
internal readonly unsafe struct SingleElement : IMapElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* map, nint index) => Vector512.Load((float*)map + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* map, nint index, Vector512<float> values) => values.Store((float*)map + index);

    public static float LoadOne(byte* map, nint index) => ((float*)map)[index];

    public static void StoreOne(byte* map, nint index, float value) => ((float*)map)[index] = value;
}
