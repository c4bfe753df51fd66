namespace ShapesDataset;

/// <summary>Random numbers by SplitMix64: the same on every machine and in every version of .NET.</summary>
internal sealed class PortableRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below 1.</summary>
    public double NextUnit() => (NextBits() >> 11) / 9007199254740992.0;

    public double Between(double from, double to) => from + ((to - from) * NextUnit());

    /// <summary>From <paramref name="from"/> to <paramref name="to"/>, both possible.</summary>
    public int Between(int from, int to) => from + (int)(NextUnit() * (to - from + 1));

    public bool Chance(double probability) => NextUnit() < probability;

    /// <summary>Roughly normal, mean 0 and deviation 1: the sum of four draws of 16 bits.</summary>
    public double NextBell()
    {
        var bits = NextBits();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65535.0) - 2) * 1.7320508075688772;
    }
}
