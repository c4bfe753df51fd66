using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>Sixteen singles at a time.</summary>
internal static class Sixteen
{
    /// <summary>Without a bounds check: the array is a whole number of vectors long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(float[] values, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)at);

    /// <summary>σ(z), to a few units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> z) => Vector512<float>.One / (Vector512<float>.One + Exp(-z));

    // exp(x) = 2^n · exp(r), n the nearest integer to x / ln 2; exp(r), |r| at most ln 2 / 2, by its Taylor terms up to the sixth.
    // .NET's own Exp goes through doubles and takes several times as long.
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
