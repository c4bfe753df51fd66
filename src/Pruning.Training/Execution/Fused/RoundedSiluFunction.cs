using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>z · σ(z) with σ in steps of 1/255, as a file of bytes has it; the way back is straight through.</summary>
internal readonly struct RoundedSiluFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) =>
        z
        * Vector512.Round(VectorMath.Sigmoid(z) * Vector512.Create((float)byte.MaxValue))
        * Vector512.Create(1f / byte.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> z) => SiluFunction.Slope(z);

    public static float Apply(float z) => z * MathF.Round(byte.MaxValue / (1 + MathF.Exp(-z))) * (1f / byte.MaxValue);

    public static float Slope(float z) => SiluFunction.Slope(z);
}

/// <summary>z itself.</summary>
internal readonly struct IdentityFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> z) => Vector512<float>.One;

    public static float Apply(float z) => z;

    public static float Slope(float z) => 1;
}
