using System.Collections.Frozen;

namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>
/// Why a job waits. Slurm takes jobs that it can never start, with exit code 0, and lets them wait for ever; these are
/// the reasons that it gives then, and what of the project leads to each.
/// </summary>
internal static class PendingReason
{
    private static readonly FrozenDictionary<string, string> Hopeless = new Dictionary<string, string>
    {
        ["PartitionConfig"] =
            "No node of the partition has so many processors or so much memory. Lower SlurmProcessors or SlurmMemory, or set another SlurmPartition",
        ["PartitionNodeLimit"] =
            "The partition does not give that much of its nodes. Lower SlurmProcessors, or set another SlurmPartition",
        ["PartitionTimeLimit"] =
            "The partition does not let jobs take so long. Lower SlurmTime: a training goes on in the next job",
        ["BadConstraints"] =
            "No node has what is asked for. Check SlurmConstraint, SlurmGres, SlurmProcessors and SlurmMemory",
        ["AccountNotAllowed"] = "The partition does not take jobs of that account. Set SlurmAccount or SlurmPartition",
        ["InvalidAccount"] = "There is no such account, or it is not yours. Set SlurmAccount",
        ["QOSNotAllowed"] = "The partition does not take jobs of that quality of service. Set SlurmPartition",
        ["InvalidQOS"] = "The quality of service is not valid. Ask who runs the cluster",
        ["DependencyNeverSatisfied"] = "It waits for another job that cannot end well. Ask who runs the cluster",
        ["launch failed requeued held"] =
            "A node could not start it, and Slurm holds it back. Ask who runs the cluster, and build again",
        ["JobHoldMaxRequeue"] = "It was put back into the queue too often. Ask who runs the cluster, and build again",
        ["DeadLine"] = "Its deadline is over. Build again",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Usual = new Dictionary<string, string>
    {
        ["None"] = "not looked at yet",
        ["Resources"] = "waiting for a node",
        ["Priority"] = "waiting behind other jobs",
        ["BeginTime"] = "put back into the queue, starting soon",
        ["PartitionDown"] = "the partition is down",
        ["PartitionInactive"] = "the partition is inactive",
        ["JobHeldUser"] = "held; 'scontrol release' lets it go on",
        ["JobHeldAdmin"] = "held by who runs the cluster",
        ["ReqNodeNotAvail"] = "the nodes that it needs are not available",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What to do about a reason for which a job never starts; null for one that may pass.</summary>
    public static string? Advice(string reason) =>
        Hopeless.TryGetValue(Word(reason), out var advice) ? advice
        // QOSMaxCpuPerJobLimit, AssocMaxMemPerJob, …: one job alone is over it.
        : Word(reason) is var word
        && (word.StartsWith("QOS", StringComparison.Ordinal) || word.StartsWith("Assoc", StringComparison.Ordinal))
        && word.Contains("PerJob", StringComparison.Ordinal)
            ? "One job may not take so much. Lower SlurmProcessors, SlurmMemory, SlurmTime or SlurmGres"
        : null;

    /// <summary>For people: what a job waits for, and Slurm's own word.</summary>
    public static string Text(string reason) =>
        Usual.TryGetValue(Word(reason), out var text) ? $"{text} ({reason})" : $"waiting ({reason})";

    // ReqNodeNotAvail, UnavailableNodes:node1
    private static string Word(string reason) => reason.Split(',')[0].Trim().Trim('(', ')');
}
