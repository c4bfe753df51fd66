using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>z · σ(z).</summary>
internal readonly struct SiluFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) => z * VectorMath.Sigmoid(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> z)
    {
        var s = VectorMath.Sigmoid(z);
        return s * Vector512.FusedMultiplyAdd(z, Vector512<float>.One - s, Vector512<float>.One);
    }

    public static float Apply(float z) => z / (1 + MathF.Exp(-z));

    public static float Slope(float z)
    {
        var s = 1 / (1 + MathF.Exp(-z));
        return s * ((z * (1 - s)) + 1);
    }
}
