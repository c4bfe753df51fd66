using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>dx = scale · dz + slope · (x − mean) + level: dz less what shifts or stretches the whole channel.</summary>
/// <param name="result">Holds dz, and takes dx.</param>
internal readonly unsafe struct InputGradientPass<T>(
    byte* input,
    byte* result,
    float[] mean,
    float[] scale,
    float[] slope,
    float[] level
) : IMapPass
    where T : IMapElement
{
    public static bool Sums => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at)
    {
        var (centre, factor, stretch, shift) = (
            VectorMath.Load(mean, at),
            VectorMath.Load(scale, at),
            VectorMath.Load(slope, at),
            VectorMath.Load(level, at)
        );
        for (; count > 0; count--, index += stride)
        {
            var rest = Vector512.FusedMultiplyAdd(T.Load(input, index) - centre, stretch, shift);
            T.Store(result, index, Vector512.FusedMultiplyAdd(T.Load(result, index), factor, rest));
        }

        return default;
    }

    public void One(nint index, int at, ChannelSums sums) =>
        T.StoreOne(
            result,
            index,
            (T.LoadOne(result, index) * scale[at]) + ((T.LoadOne(input, index) - mean[at]) * slope[at]) + level[at]
        );
}
