namespace Pruning.Data;

/// <summary>
/// Random numbers that follow from what they are for (seed, epoch, index) and nothing else, so that any item can be made again, in any order, on
/// any thread. SplitMix64 (Steele, Lea and Flood 2014) from a mixed key.
/// </summary>
internal struct CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    public CounterRandom(long seed, long epoch, long index) =>
        _state = Mix(Mix(Mix((ulong)seed + Golden) ^ (ulong)epoch) + Golden ^ (ulong)index);

    /// <summary>0 ≤ x &lt; 1, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>True with the probability. Draws even where the answer is certain, so that options do not shift what follows.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>0 ≤ n &lt; count; the bias of multiply-and-shift is below 2⁻³².</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

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

    private ulong Next() => Mix(_state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
