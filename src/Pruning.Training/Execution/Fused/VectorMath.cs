using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pruning.Execution.Fused;

/// <summary>Sixteen singles at a time.</summary>
internal static class VectorMath
{
    /// <summary>Without a bounds check: the array is a whole number of vectors long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float[] values, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)at);

    /// <summary>σ(z), to a few units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> z) =>
        Avx512F.IsSupported ? QuickSigmoid(z) : Vector512<float>.One / (Vector512<float>.One + Exp(-z));

    // 1 / (1 + 2^t), t = −z / ln 2. 2^t = 2^n · 2^r, n the nearest integer to t; 2^r by its Taylor terms up to the
    // sixth; the power of two by the instruction that scales, which needs no clamp below. Instead of a division, which
    // costs as much as all that, an estimate of 14 bits and one Newton step. Above 2^126 the estimate would be zero,
    // and the step no number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> QuickSigmoid(Vector512<float> z)
    {
        z = Vector512.MaxNative(z, Vector512.Create(-86f));
        var n = Avx512F.RoundScale(z * Vector512.Create(-1.44269502f), 0);
        var r = Vector512.FusedMultiplyAdd(z, Vector512.Create(-1.44269502f), -n); // t rounded would be felt in 2^t
        r = Vector512.FusedMultiplyAdd(z, Vector512.Create(-1.925963e-8f), r); // what a single lacks of 1 / ln 2
        var p = Vector512.Create(1.54035304e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.33335581e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(9.61812911e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.55041087e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.40226507e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(6.93147181e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        var sum = Vector512<float>.One + Avx512F.Scale(p, n);
        var estimate = Avx512F.Reciprocal14(sum);
        return Vector512.FusedMultiplyAdd(
            estimate,
            Vector512.FusedMultiplyAdd(-sum, estimate, Vector512<float>.One),
            estimate
        );
    }

    // exp(x) = 2^n · exp(r), n the nearest integer to x / ln 2; exp(r), |r| at most ln 2 / 2, by its Taylor terms up to
    // the sixth. .NET's own Exp goes through doubles and takes several times as long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-87f)), Vector512.Create(88f));
        var n = Vector512.ConvertToInt32Native(Vector512.Round(x * Vector512.Create(1.44269504f)));
        var whole = Vector512.ConvertToSingle(n);
        // ln 2 in two parts, the first exact in few bits: r keeps all of its own.
        var r = Vector512.FusedMultiplyAdd(whole, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(whole, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1f / 720);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        var power = Vector512.ShiftLeft(n + Vector512.Create(127), 23).AsSingle();
        return p * power;
    }
}
