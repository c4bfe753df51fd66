using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>
/// Two sums a channel over one chunk of a map: singles within a column, doubles beyond, so that a hundred thousand
/// pixels lose nothing.
/// </summary>
internal sealed class ChannelSums(MapLayout layout)
{
    // By place in a unit; folded into channels at the end.
    private readonly double[] _first = new double[layout.UnitSize];
    private readonly double[] _second = new double[layout.UnitSize];

    public double[] First { get; } = new double[layout.Channels];

    public double[] Second { get; } = new double[layout.Channels];

    /// <summary>Adds a column's sums.</summary>
    /// <param name="at">Of the column in a unit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int at, Vector512<float> first, Vector512<float> second)
    {
        Add(_first, at, first);
        Add(_second, at, second);
    }

    /// <summary>Once, after the last column.</summary>
    public void Fold()
    {
        for (var index = 0; index < _first.Length; index++)
        {
            First[index % layout.Channels] += _first[index];
            Second[index % layout.Channels] += _second[index];
        }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double[] sums, int at, Vector512<float> values)
    {
        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(sums), at);
        var (lower, upper) = Vector512.Widen(values);
        (Vector512.LoadUnsafe(ref start) + lower).StoreUnsafe(ref start);
        (Vector512.LoadUnsafe(ref start, 8) + upper).StoreUnsafe(ref start, 8);
    }
}
