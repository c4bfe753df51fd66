namespace Pruning.Data;

/// <summary>How many threads prepare images beside a working network.</summary>
internal static class LoaderWorkers
{
    /// <summary>
    /// The number asked for, or for 0 half the processors, eight at most: the network needs the rest.
    /// </summary>
    public static int Resolve(int asked) => asked > 0 ? asked : Math.Clamp(Environment.ProcessorCount / 2, 1, 8);
}
