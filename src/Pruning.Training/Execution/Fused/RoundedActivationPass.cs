using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>y = after(f(before(z))): an activation between two roundings.</summary>
internal readonly unsafe struct RoundedActivationPass<T, TActivation>(
    byte* input,
    byte* output,
    ByteRange before,
    ByteRange after
) : IMapPass
    where T : IMapElement
    where TActivation : IActivationFunction
{
    public static bool Sums => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at)
    {
        for (; count > 0; count--, index += stride)
            T.Store(output, index, after.Round(TActivation.Apply(before.Round(T.Load(input, index)))));
        return default;
    }

    public void One(nint index, int at, ChannelSums sums) =>
        T.StoreOne(output, index, after.Round(TActivation.Apply(before.Round(T.LoadOne(input, index)))));
}

/// <summary>
/// The way back: writes dz, and sums what each value adds to the gradients of the scales, first of the rounding before
/// the activation, then of the one after it.
/// </summary>
internal readonly unsafe struct RoundedGradientPass<T, TActivation>(
    byte* input,
    byte* gradient,
    byte* result,
    ByteRange before,
    ByteRange after
) : IMapPass
    where T : IMapElement
    where TActivation : IActivationFunction
{
    public static bool Sums => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at)
    {
        var (first, second) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; count > 0; count--, index += stride)
        {
            var x = T.Load(input, index);
            var z = before.Round(x);
            var dy = after.Return(TActivation.Apply(z), T.Load(gradient, index), out var ofAfter);
            var dx = before.Return(x, dy * TActivation.Slope(z), out var ofBefore);
            T.Store(result, index, dx);
            first += ofBefore;
            second += ofAfter;
        }

        return (first, second);
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var x = T.LoadOne(input, index);
        var z = before.Round(x);
        var dy = after.Return(TActivation.Apply(z), T.LoadOne(gradient, index), out var ofAfter);
        T.StoreOne(result, index, before.Return(x, dy * TActivation.Slope(z), out var ofBefore));
        sums.First[at] += ofBefore;
        sums.Second[at] += ofAfter;
    }
}
