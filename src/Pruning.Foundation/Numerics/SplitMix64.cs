namespace Pruning.Numerics;

/// <summary>
/// The generator under all draws that have to be the same on every machine (Steele, Lea and Flood 2014): a counter,
/// mixed.
/// </summary>
internal struct SplitMix64(ulong state)
{
    /// <summary>What the counter goes on by.</summary>
    public const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 ≤ x &lt; 1, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Of mean 0 and variance 1 (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
