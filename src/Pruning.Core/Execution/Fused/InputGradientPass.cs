using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>dx = scale · dz + slope · (x − mean) + level: dz less what shifts or stretches the whole channel.</summary>
internal readonly unsafe struct InputGradientPass<T>(NormSiluGradient<T> gradient, byte* result, float[] scale, float[] slope, float[] level) : IMapPass
    where T : IMapElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Many(nint index, int at, ChannelSums sums)
    {
        var dz = gradient.Many(index, at, out var distance);
        var rest = Vector512.FusedMultiplyAdd(distance, Sixteen.Of(slope, at), Sixteen.Of(level, at));
        T.Store(result, index, Vector512.FusedMultiplyAdd(dz, Sixteen.Of(scale, at), rest));
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var dz = gradient.One(index, at, out var distance);
        T.StoreOne(result, index, (dz * scale[at]) + (distance * slope[at]) + level[at]);
    }
}
