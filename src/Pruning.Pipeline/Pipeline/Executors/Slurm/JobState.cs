using System.Collections.Frozen;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>Where a job stands, as <c>squeue</c> says.</summary>
/// <param name="State">Slurm's word, such as <c>PENDING</c>.</param>
/// <param name="Node">Empty before it runs.</param>
/// <param name="Reason">Why it waits, or how it ended; Slurm's word.</param>
public sealed record JobState(string State, string Node, string Reason)
{
    /// <summary>What <c>squeue --format</c> is asked for.</summary>
    public const string Format = "%i|%T|%N|%r";

    private static readonly FrozenSet<string> Ended = FrozenSet.Create(
        "COMPLETED",
        "CANCELLED",
        "FAILED",
        "TIMEOUT",
        "NODE_FAIL",
        "PREEMPTED",
        "BOOT_FAIL",
        "DEADLINE",
        "OUT_OF_MEMORY",
        "REVOKED"
    );

    public bool IsPending => State == "PENDING";

    public bool IsRunning => State == "RUNNING";

    public bool HasEnded => Ended.Contains(State);

    public bool IsCancelled => State == "CANCELLED";

    /// <summary>Whether it ended well, so that there has to be a result.</summary>
    public bool IsCompleted => State == "COMPLETED";

    /// <summary>Whether Slurm ended it for reasons that are not its own: it may go on elsewhere, or later.</summary>
    public bool WasTakenAway => State is "TIMEOUT" or "NODE_FAIL" or "PREEMPTED" or "BOOT_FAIL" or "REVOKED";

    /// <summary>The line of one job; null where there is none.</summary>
    public static JobState? Parse(string output, string job)
    {
        // 12|RUNNING|node1|None
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Split('|', 4) is [var id, { Length: > 0 } state, var node, var reason] && id == job)
                return new JobState(state, node, reason);
        }

        return null;
    }
}
