using Pruning.Numerics;

namespace Pruning.Pipeline.Tuning;

/// <summary>Draws that depend on a seed and a trial's number only, on every machine alike.</summary>
internal sealed class UnitRandom(int seed, int trial)
{
    private SplitMix64 _bits = new(SplitMix64.Mix(((ulong)(uint)seed << 32) | (uint)trial));

    /// <summary>From 0 to 1, without 1.</summary>
    public double Next() => _bits.NextDouble();

    /// <summary>From 0 to <paramref name="count"/> - 1.</summary>
    public int Next(int count) => (int)(Next() * count);

    /// <summary>Of mean 0 and variance 1.</summary>
    public double NextNormal() => _bits.NextNormal();
}
