using System.Globalization;
using System.Runtime.Versioning;
using Pruning.DotnetTool.Interruption;
using Pruning.Testing;

namespace Pruning.DotnetTool.Cluster;

/// <summary>A build whose stages run on a real Slurm of three nodes.</summary>
[Trait("Category", "Slow")]
[UnsupportedOSPlatform("windows")]
public sealed class ClusterTests
{
    private const int LongEnough = 300; // seconds

    // The node's daemon dies and leaves the job's process behind, which wakes up beside the copy that Slurm has started
    // elsewhere; and the controller is away for a while.
    [SlurmFact]
    public void A_lost_node_and_a_restarted_controller_change_no_bit()
    {
        using var cluster = new VirtualCluster(losesNodes: true);
        using var project = ClusterProject.Create();
        using var build = ProgramRun.Start("dotnet", [ProgramRun.Program, .. project.Engine("a")], cluster.Prepare);
        var (orphan, job, node) = cluster.HoldJob();
        cluster.Lose(node);
        build.WaitFor($"Slurm job {job} begins again, after {node}");
        build.WaitFor($"submitted as Slurm job {int.Parse(job, CultureInfo.InvariantCulture) + 1}");
        cluster.StopController();
        UnixProcess.TrySignal(orphan, UnixProcess.Continue);
        build.WaitFor("Slurm's controller does not answer");
        cluster.RestartController();

        Assert.True(build.WaitForExit(LongEnough) == ExitCodes.Success, build.Text + cluster.Logs());

        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(project.Model("a")));
        foreach (
            var (stage, expected) in UndisturbedBuild.Instance.Results.Where(entry => entry.Key != "evaluate-latency")
        )
            Assert.True(
                expected.Files.SequenceEqual(StoredResult.FilesOf(project.Cache("a"), expected.Fingerprint)),
                stage
            );
    }
}
