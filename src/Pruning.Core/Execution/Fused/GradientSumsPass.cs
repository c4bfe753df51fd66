using System.Runtime.CompilerServices;

namespace Pruning.Execution.Fused;

/// <summary>Sums of dz and of dz · (x − mean): the gradients of shift and, but for a factor, scale.</summary>
internal readonly struct GradientSumsPass<T>(NormSiluGradient<T> gradient) : IMapPass
    where T : IMapElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Many(nint index, int at, ChannelSums sums)
    {
        var dz = gradient.Many(index, at, out var distance);
        sums.Add(at, dz, dz * distance);
    }

    public void One(nint index, int at, ChannelSums sums)
    {
        var dz = gradient.One(index, at, out var distance);
        sums.First[at] += dz;
        sums.Second[at] += (double)dz * distance;
    }
}
