using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>z = scale · x + offset, y = z · σ(z).</summary>
internal readonly unsafe struct NormSiluPass<T>(byte* input, byte* output, float[] scale, float[] offset) : IMapPass
    where T : IMapElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Many(nint index, int at, ChannelSums sums)
    {
        var z = Vector512.FusedMultiplyAdd(T.Load(input, index), Sixteen.Of(scale, at), Sixteen.Of(offset, at));
        T.Store(output, index, z * Sixteen.Sigmoid(z));
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var z = MathF.FusedMultiplyAdd(T.LoadOne(input, index), scale[at], offset[at]);
        T.StoreOne(output, index, z / (1 + MathF.Exp(-z)));
    }
}
