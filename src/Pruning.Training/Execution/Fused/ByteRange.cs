using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>
/// A range of bytes as passes over maps use it: a value is rounded to <c>Scale</c> times a whole number of steps from
/// <c>Low</c> to <c>High</c>. What is no number stays none.
/// </summary>
/// <param name="Scale">Above 0; 0 rounds nothing.</param>
/// <param name="Low">Steps of the least value, 0 or less.</param>
/// <param name="High">Steps of the largest.</param>
internal readonly record struct ByteRange(float Scale, float Low, float High)
{
    private readonly float _perScale = Scale == 0 ? 0 : 1 / Scale;

    public static ByteRange None => default;

    public bool IsNone => Scale == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Round(Vector512<float> x) =>
        IsNone ? x : Clip(Vector512.Round(x * Vector512.Create(_perScale))) * Vector512.Create(Scale);

    public float Round(float x) => IsNone ? x : Clip(MathF.Round(x * _perScale)) * Scale;

    /// <summary>
    /// The way back through <see cref="Round(Vector512{float})"/>: straight through within the range, nothing beyond it
    /// (Bengio et al., 2013), and the scale's share (Esser et al., "Learned step size quantization", 2020).
    /// </summary>
    /// <param name="x">What was rounded.</param>
    /// <param name="gradient">Of the rounded value.</param>
    /// <param name="ofScale">What the value adds to the gradient of the scale.</param>
    /// <returns>The gradient of <paramref name="x"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Return(Vector512<float> x, Vector512<float> gradient, out Vector512<float> ofScale)
    {
        if (IsNone)
        {
            ofScale = Vector512<float>.Zero;
            return gradient;
        }

        var exact = x * Vector512.Create(_perScale);
        var steps = Clip(Vector512.Round(exact));
        var inside =
            Vector512.GreaterThanOrEqual(exact, Vector512.Create(Low))
            & Vector512.LessThanOrEqual(exact, Vector512.Create(High));
        ofScale = gradient * (steps - Vector512.ConditionalSelect(inside, exact, Vector512<float>.Zero));
        return Vector512.ConditionalSelect(inside, gradient, Vector512<float>.Zero);
    }

    public float Return(float x, float gradient, out float ofScale)
    {
        if (IsNone)
        {
            ofScale = 0;
            return gradient;
        }

        var exact = x * _perScale;
        var steps = Clip(MathF.Round(exact));
        var inside = exact >= Low && exact <= High;
        ofScale = gradient * (steps - (inside ? exact : 0));
        return inside ? gradient : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Clip(Vector512<float> steps)
    {
        var (low, high) = (Vector512.Create(Low), Vector512.Create(High));
        steps = Vector512.ConditionalSelect(Vector512.LessThan(steps, low), low, steps);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(steps, high), high, steps);
    }

    private float Clip(float steps) =>
        steps < Low ? Low
        : steps > High ? High
        : steps;
}
