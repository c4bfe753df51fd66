namespace Pruning.Yolo;

/// <summary>
/// Uniform random numbers for start weights (SplitMix64), a stream for each parameter's name: the same seed and name give the same
/// values on every machine, whatever other parameters there are.
/// </summary>
internal sealed class ParameterRandom(int seed, string name)
{
    private ulong _state = Mix(Hash(name) ^ Mix((ulong)(uint)seed));

    /// <summary>Values in [-bound, bound).</summary>
    public float[] Uniform(int count, double bound)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)(((Next() >> 40) * (1.0 / (1 << 24)) * 2 - 1) * bound);
        return values;
    }

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
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
