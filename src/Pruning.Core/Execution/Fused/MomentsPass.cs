using System.Runtime.CompilerServices;

namespace Pruning.Execution.Fused;

/// <summary>Sums of x − shift and of its square, for mean and variance. The shift keeps the square's sum from cancelling.</summary>
internal readonly unsafe struct MomentsPass<T>(byte* input, float[] shift) : IMapPass
    where T : IMapElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Many(nint index, int at, ChannelSums sums)
    {
        var distance = T.Load(input, index) - Sixteen.Of(shift, at);
        sums.Add(at, distance, distance * distance);
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var distance = T.LoadOne(input, index) - shift[at];
        sums.First[at] += distance;
        sums.Second[at] += (double)distance * distance;
    }
}
