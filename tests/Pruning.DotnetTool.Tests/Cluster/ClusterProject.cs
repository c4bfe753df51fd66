using System.Globalization;
using Pruning.DotnetTool.Interruption;

namespace Pruning.DotnetTool.Cluster;

/// <summary>The project of seconds, with a <see cref="VirtualCluster"/> as its executor.</summary>
internal static class ClusterProject
{
    public static TrainedProject Create() =>
        new()
        {
            More =
            [
                ("PruningExecutor", "slurm"),
                ("SlurmPartition", "main"),
                ("SlurmMemory", "1 GB"),
                // As many threads add up in the same order as here.
                ("SlurmProcessors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
                ("SlurmTime", "30"),
            ],
        };
}
