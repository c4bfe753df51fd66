using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>dz, the gradient before the activation: dy times the derivative of z · σ(z), with z computed again from x.</summary>
internal readonly unsafe struct NormSiluGradient<T>(byte* input, byte* gradient, float[] scale, float[] offset, float[] mean)
    where T : IMapElement
{
    /// <param name="distance">x − mean.</param>
    /// <returns>dz.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Many(nint index, int at, out Vector512<float> distance)
    {
        var x = T.Load(input, index);
        var z = Vector512.FusedMultiplyAdd(x, Sixteen.Of(scale, at), Sixteen.Of(offset, at));
        var s = Sixteen.Sigmoid(z);
        distance = x - Sixteen.Of(mean, at);
        return T.Load(gradient, index) * s * Vector512.FusedMultiplyAdd(z, Vector512<float>.One - s, Vector512<float>.One);
    }

    public float One(nint index, int at, out float distance)
    {
        var x = T.LoadOne(input, index);
        var z = MathF.FusedMultiplyAdd(x, scale[at], offset[at]);
        var s = 1 / (1 + MathF.Exp(-z));
        distance = x - mean[at];
        return T.LoadOne(gradient, index) * s * ((z * (1 - s)) + 1);
    }
}
