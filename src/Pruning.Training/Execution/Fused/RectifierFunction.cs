using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pruning.Graphs;

namespace Pruning.Execution.Fused;

/// <summary>z above 0, z times a factor below: ReLU and LeakyReLU.</summary>
internal readonly struct RectifierFunction<TBelow> : IActivationFunction
    where TBelow : IFactor
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) =>
        Vector512.ConditionalSelect(
            Vector512.LessThan(z, Vector512<float>.Zero),
            z * Vector512.Create(TBelow.Value),
            z
        );

    // At 0 as torch has it: that of what is below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Slope(Vector512<float> z) =>
        Vector512.ConditionalSelect(
            Vector512.GreaterThan(z, Vector512<float>.Zero),
            Vector512<float>.One,
            Vector512.Create(TBelow.Value)
        );

    public static float Apply(float z) => z < 0 ? z * TBelow.Value : z;

    public static float Slope(float z) => z > 0 ? 1 : TBelow.Value;
}

/// <summary>What a rectifier multiplies by below 0.</summary>
internal interface IFactor
{
    static abstract float Value { get; }
}

/// <summary>ReLU's.</summary>
internal readonly struct NoFactor : IFactor
{
    public static float Value => 0;
}

/// <summary>LeakyReLU's, as YOLOv5 has it.</summary>
internal readonly struct LeakyFactor : IFactor
{
    public static float Value => ActivationNode.LeakySlope;
}
