using Pruning.Numerics;

namespace Pruning.Yolo;

/// <summary>
/// Uniform random numbers for start weights (<see cref="SplitMix64"/>), a stream for each parameter's name: the same
/// seed and name give the same values on every machine, whatever other parameters there are.
/// </summary>
internal sealed class ParameterRandom(int seed, string name)
{
    private SplitMix64 _bits = new(SplitMix64.Mix(Hash(name) ^ SplitMix64.Mix((ulong)(uint)seed)));

    /// <summary>Values in [-bound, bound).</summary>
    public float[] Uniform(int count, double bound)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)(((_bits.Next() >> 40) * (1.0 / (1 << 24)) * 2 - 1) * bound);
        return values;
    }

    /// <summary>FNV-1a.</summary>
    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in text)
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }
}
