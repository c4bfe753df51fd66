using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>z = scale · x + offset, y = f(z).</summary>
internal readonly unsafe struct NormActivationPass<T, TActivation>(
    byte* input,
    byte* output,
    float[] scale,
    float[] offset
) : IMapPass
    where T : IMapElement
    where TActivation : IActivationFunction
{
    public static bool Sums => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at)
    {
        var (factor, addend) = (VectorMath.Load(scale, at), VectorMath.Load(offset, at));
        for (; count > 0; count--, index += stride)
        {
            var z = Vector512.FusedMultiplyAdd(T.Load(input, index), factor, addend);
            T.Store(output, index, TActivation.Apply(z));
        }

        return default;
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var z = MathF.FusedMultiplyAdd(T.LoadOne(input, index), scale[at], offset[at]);
        T.StoreOne(output, index, TActivation.Apply(z));
    }
}
