using System.Runtime.Versioning;
using Pruning.DotnetTool.Interruption;
using Pruning.Testing;

namespace Pruning.DotnetTool.Cluster;

/// <summary>Builds whose stages run on a real Slurm of three nodes.</summary>
[Trait("Category", "Slow")]
[UnsupportedOSPlatform("windows")]
public sealed class ClusterTests : IDisposable
{
    private const int LongEnough = 300; // seconds

    private readonly TrainedProject _project = new()
    {
        More =
        [
            ("PruningExecutor", "slurm"),
            ("SlurmPartition", "main"),
            ("SlurmMemory", "1 GB"),
            ("SlurmProcessors", "2"),
            ("SlurmTime", "30"),
        ],
    };

    public void Dispose() => _project.Dispose();

    // The node's daemon dies and leaves the job's process behind, which then wakes up beside the copy that Slurm
    // started elsewhere; and the controller is away for a while.
    [SlurmFact]
    public void A_lost_node_and_a_restarted_controller_change_no_bit()
    {
        using var cluster = new VirtualCluster();
        using var build = Start(cluster, epochs: 3);
        build.WaitFor("train: Slurm job 1 runs on node1");
        cluster.WaitUntil(() => cluster.ProcessesOfJobs(" job --order ").Length > 0, "the job's engine has started");
        int[] orphans = cluster.ProcessesOfJobs(" job --order ");
        foreach (var orphan in orphans)
            UnixProcess.Signal(orphan, UnixProcess.Stop);
        cluster.Lose("node1");
        build.WaitFor("train: Slurm job 1 goes on on node2");
        build.WaitFor("sparse-train: Slurm job 2 runs on");
        cluster.StopController();
        foreach (var orphan in orphans)
            UnixProcess.Signal(orphan, UnixProcess.Continue);
        build.WaitFor("Slurm's controller does not answer");
        cluster.RestartController();

        Assert.True(build.WaitForExit(LongEnough) == ExitCodes.Success, build.Text + cluster.Logs());

        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(_project.Model("a")));
        foreach (
            var (stage, expected) in UndisturbedBuild.Instance.Results.Where(entry => entry.Key != "evaluate-latency")
        )
            Assert.True(
                expected.Files.SequenceEqual(StoredResult.FilesOf(_project.Cache("a"), expected.Fingerprint)),
                stage
            );
    }

    private ProgramRun Start(VirtualCluster cluster, int epochs) =>
        ProgramRun.Start("dotnet", [ProgramRun.Program, .. _project.Engine("a", epochs)], cluster.Prepare);
}
