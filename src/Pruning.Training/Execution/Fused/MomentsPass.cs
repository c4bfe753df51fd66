using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>
/// Sums of x − shift and of its square, for mean and variance. The shift keeps the square's sum from cancelling.
/// </summary>
internal readonly unsafe struct MomentsPass<T>(byte* input, float[] shift) : IMapPass
    where T : IMapElement
{
    public static bool Sums => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at)
    {
        var origin = VectorMath.Load(shift, at);
        var (first, second) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; count > 0; count--, index += stride)
        {
            var distance = T.Load(input, index) - origin;
            first += distance;
            second = Vector512.FusedMultiplyAdd(distance, distance, second);
        }

        return (first, second);
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var distance = T.LoadOne(input, index) - shift[at];
        sums.First[at] += distance;
        sums.Second[at] += (double)distance * distance;
    }
}
