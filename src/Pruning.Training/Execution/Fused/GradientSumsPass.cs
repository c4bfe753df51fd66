using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>
/// Writes dz, the gradient before the activation (dy times the derivative of f(z), with z computed again from x),
/// and sums dz and dz · (x − mean): the gradients of shift and, up to a factor, of scale.
/// </summary>
/// <param name="result">Takes dz; <see cref="InputGradientPass{T}"/> turns it into dx.</param>
internal readonly unsafe struct GradientSumsPass<T, TActivation>(
    byte* input,
    byte* gradient,
    byte* result,
    float[] scale,
    float[] offset,
    float[] mean
) : IMapPass
    where T : IMapElement
    where TActivation : IActivationFunction
{
    public static bool Sums => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> First, Vector512<float> Second) Column(nint index, nint stride, int count, int at)
    {
        var (factor, addend, centre) = (
            VectorMath.Load(scale, at),
            VectorMath.Load(offset, at),
            VectorMath.Load(mean, at)
        );
        var (first, second) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; count > 0; count--, index += stride)
        {
            var x = T.Load(input, index);
            var z = Vector512.FusedMultiplyAdd(x, factor, addend);
            var dz = T.Load(gradient, index) * TActivation.Slope(z);
            T.Store(result, index, dz);
            first += dz;
            second = Vector512.FusedMultiplyAdd(dz, x - centre, second);
        }

        return (first, second);
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var x = T.LoadOne(input, index);
        var z = MathF.FusedMultiplyAdd(x, scale[at], offset[at]);
        var dz = T.LoadOne(gradient, index) * TActivation.Slope(z);
        T.StoreOne(result, index, dz);
        sums.First[at] += dz;
        sums.Second[at] += (double)dz * (x - mean[at]);
    }
}
