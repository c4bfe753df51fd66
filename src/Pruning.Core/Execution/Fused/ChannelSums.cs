using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>
/// Two sums a channel over one chunk of a map: singles within a block of units, doubles beyond, so that a hundred thousand pixels lose nothing.
/// </summary>
internal sealed class ChannelSums(MapLayout layout)
{
    private const int BlockUnits = 64;

    private readonly float[] _first = new float[layout.UnitSize];
    private readonly float[] _second = new float[layout.UnitSize];
    private int _units;

    public double[] First { get; } = new double[layout.Channels];

    public double[] Second { get; } = new double[layout.Channels];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int offset, Vector512<float> first, Vector512<float> second)
    {
        ref var firsts = ref MemoryMarshal.GetArrayDataReference(_first);
        ref var seconds = ref MemoryMarshal.GetArrayDataReference(_second);
        (Vector512.LoadUnsafe(ref firsts, (nuint)offset) + first).StoreUnsafe(ref firsts, (nuint)offset);
        (Vector512.LoadUnsafe(ref seconds, (nuint)offset) + second).StoreUnsafe(ref seconds, (nuint)offset);
    }

    /// <summary>After each unit.</summary>
    public void EndUnit()
    {
        if (++_units == BlockUnits)
            Flush();
    }

    public void Flush()
    {
        for (var index = 0; index < _first.Length; index++)
        {
            First[index % layout.Channels] += _first[index];
            Second[index % layout.Channels] += _second[index];
        }

        Array.Clear(_first);
        Array.Clear(_second);
        _units = 0;
    }

    /// <summary>Sums of several chunks, added in their order.</summary>
    public static ChannelSums Total(MapLayout layout, IEnumerable<ChannelSums> parts)
    {
        var total = new ChannelSums(layout);
        foreach (var part in parts)
        {
            for (var channel = 0; channel < layout.Channels; channel++)
            {
                total.First[channel] += part.First[channel];
                total.Second[channel] += part.Second[channel];
            }
        }

        return total;
    }
}
