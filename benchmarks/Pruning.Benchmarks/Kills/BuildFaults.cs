namespace Pruning.Benchmarks.Kills;

/// <summary>What builds must not say.</summary>
internal static class BuildFaults
{
    // Damage in files of its own, and traces, whatever was done to it.
    private static readonly string[] Never =
    [
        "PRUNE3003",
        "PRUNE9001",
        "PRUNE9005",
        "Unhandled exception",
        "   at Pruning.",
        "   at System.",
        "MSB0001",
        "MSB4018",
    ];

    // Where nothing is wrong with disks and caches.
    private static readonly string[] Disturbed = ["PRUNE9002", "PRUNE9003", "PRUNE901"];

    public static IEnumerable<string> In(BuildDiary diary, bool isDisturbed) =>
        from line in diary.Lines
        from word in isDisturbed ? Never : [.. Never, .. Disturbed]
        where line.Contains(word, StringComparison.Ordinal)
        select $"a build said: {line}";
}
