using Pruning.Numerics;

namespace Pruning.Data;

/// <summary>
/// Random numbers that follow from what they are for (seed, epoch, index) and nothing else, so that any item can be
/// made again, in any order, on any thread: <see cref="SplitMix64"/> from a mixed key.
/// </summary>
internal struct CounterRandom
{
    private SplitMix64 _bits;

    public CounterRandom(long seed, long epoch, long index) =>
        _bits = new SplitMix64(
            SplitMix64.Mix(
                SplitMix64.Mix(SplitMix64.Mix((ulong)seed + SplitMix64.Golden) ^ (ulong)epoch) + SplitMix64.Golden
                    ^ (ulong)index
            )
        );

    /// <summary>0 ≤ x &lt; 1, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => _bits.NextDouble();

    /// <summary>Of mean 0 and variance 1.</summary>
    public double NextNormal() => _bits.NextNormal();

    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>
    /// True with the probability. Draws even where the answer is certain, so that options do not shift what follows.
    /// </summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>0 ≤ n &lt; count; the bias of multiply-and-shift is below 2⁻³².</summary>
    public int Below(int count) => (int)(((_bits.Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Beta(n, n) for whole n: the middle one of 2n − 1 uniform numbers.</summary>
    public double SymmetricBeta(int n)
    {
        Span<double> draws = stackalloc double[2 * n - 1];
        for (var i = 0; i < draws.Length; i++)
            draws[i] = NextDouble();
        draws.Sort();
        return draws[n - 1];
    }

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle(Span<int> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
