using System.Runtime.Versioning;
using Pruning.DotnetTool.Interruption;

namespace Pruning.DotnetTool.Cluster;

/// <summary>Jobs that are told to stop, by Slurm and by the build.</summary>
[Trait("Category", "Slow")]
[UnsupportedOSPlatform("windows")]
public sealed class StoppedJobTests
{
    [SlurmFact]
    public void Another_job_goes_on_the_next_build_finds_it_and_the_end_of_that_one_cancels_it()
    {
        using var cluster = new VirtualCluster();
        using var project = ClusterProject.Create();
        using var build = Start(project, cluster);
        build.WaitFor("train: epoch 2/5000");
        // As at the end of its time.
        cluster.Ask("scancel", "--batch", "--signal=TERM", "1");
        build.WaitFor("another one goes on from its last epoch");
        build.WaitFor("train: Slurm job 2 runs on");
        var before = Epochs(build).Max();
        cluster.WaitUntil(() => Epochs(build).Max() > before + 1, "the second job gets on");
        Assert.Single(Epochs(build), 1);

        build.Kill();
        using var next = Start(project, cluster);
        next.WaitFor("train: Slurm job 2 is at it already");
        next.WaitFor("train: epoch ");
        next.EndInput();

        Assert.NotEqual(ExitCodes.Success, next.WaitForExit());
        cluster.WaitUntil(() => cluster.Ask("squeue", "--noheader").Trim().Length == 0, "the job is cancelled");
        cluster.WaitUntil(() => cluster.EnginesOfJobs().Length == 0, "its engine has ended");
    }

    private static ProgramRun Start(TrainedProject project, VirtualCluster cluster) =>
        ProgramRun.Start(
            "dotnet",
            [ProgramRun.Program, .. project.Engine("a", epochs: 5000, stage: "train"), "--attended"],
            cluster.Prepare
        );

    // Of each finished epoch its number: "train: epoch 2/5000, box 0.1, …, P 0.2, …".
    private static int[] Epochs(ProgramRun build) =>
        [
            .. build
                .Lines.Where(line =>
                    line.StartsWith("train: epoch ", StringComparison.Ordinal)
                    && line.Contains(" P ", StringComparison.Ordinal)
                )
                .Select(line =>
                    int.Parse(
                        line["train: epoch ".Length..line.IndexOf('/', StringComparison.Ordinal)],
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                ),
        ];
}
