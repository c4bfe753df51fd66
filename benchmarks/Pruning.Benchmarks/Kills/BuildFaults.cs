namespace Pruning.Benchmarks.Kills;

/// <summary>What no build says, killed or not: damage that it found in its own files, a remote cache that failed it, and a trace.</summary>
internal static class BuildFaults
{
    private static readonly string[] Never = ["PRUNE3003", "PRUNE900", "PRUNE901", "Unhandled exception", "   at Pruning.", "   at System.", "MSB0001", "MSB4018"];

    public static IEnumerable<string> In(BuildDiary diary) =>
        from line in diary.Lines
        from word in Never
        where line.Contains(word, StringComparison.Ordinal)
        select $"a build said: {line}";
}
