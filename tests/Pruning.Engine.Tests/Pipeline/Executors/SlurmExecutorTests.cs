using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Executors.Slurm;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Store;
using Pruning.Training;

namespace Pruning.Pipeline.Executors;

/// <summary>What a build makes of everything that a cluster can answer.</summary>
public sealed class SlurmExecutorTests : IDisposable
{
    private static readonly SlurmOptions Asked = new(null, null, TimeSpan.FromHours(2), 3L << 30, 4, null, null);

    private readonly TemporaryFolder _folder = new();
    private readonly List<PipelineEvent> _events = [];
    private readonly StageStore _store;
    private readonly ProjectRequest _request;
    private readonly PlannedStep _step = StagePlan.Of(new FakeStage(StageKind.Train, "30"), _ => default);

    public SlurmExecutorTests()
    {
        _store = new StageStore(_folder.PathOf("cache"), new DiagnosticList());
        _request = new ProjectRequest(
            _folder.Write("Detector.pruneproj", "<Project />"),
            "Detector",
            _folder.PathOf("obj"),
            _folder.PathOf("cache"),
            [],
            []
        )
        {
            File = _folder.Write("request.xml", "<PruningRequest />"),
        };
    }

    private JobFolder Folder => JobFolder.Of(_request.OutputDirectory, _step);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_job_gets_what_was_asked_for_and_its_result_is_the_steps()
    {
        var (script, fingerprint) = ("", "");
        var slurm = new FakeSlurm
        {
            Taken = _ =>
            {
                (script, fingerprint) = (File.ReadAllText(Folder.Script), JobOrder.Read(Folder.Order).Fingerprint);
                Publish();
            },
        };
        slurm.Says("COMPLETED");

        var entry = Executor(
                slurm,
                Asked with
                {
                    Partition = "gpu",
                    Account = "vision",
                    Gres = "gpu:1",
                    Constraint = "avx512",
                }
            )
            .Make(new HandedStep(_step), default);

        Assert.Equal(_step.Fingerprint.Hex, entry.Manifest.Fingerprint);
        var submitted = Assert.Single(slurm.Asked, asked => asked.StartsWith("sbatch", StringComparison.Ordinal));
        foreach (
            var argument in new[]
            {
                "-c 4",
                "--mem=3072M",
                "-t 120",
                "--requeue",
                "--signal=B:TERM@60",
                "--partition=gpu",
                "--account=vision",
                "--gres=gpu:1",
                "--constraint=avx512",
            }
        )
            Assert.Contains($" {argument}", submitted, StringComparison.Ordinal);
        Assert.Contains("export DOTNET_PROCESSOR_COUNT=4\n", script, StringComparison.Ordinal);
        Assert.DoesNotContain(slurm.Asked, asked => asked.StartsWith("scancel", StringComparison.Ordinal));
        Assert.Equal(_step.Fingerprint.Hex, fingerprint);
        Assert.False(Directory.Exists(Folder.Path));
    }

    [Fact]
    public void What_a_job_tells_is_told_here()
    {
        var epoch = new TrainingProgress(2, 3, 1, 6, default, double.NaN, TimeSpan.FromSeconds(9), null);
        var slurm = new FakeSlurm();
        slurm
            .Says("PENDING", "Priority")
            .Says("RUNNING", node: "node7", then: () =>
            {
                using var writer = Writer(1);
                writer.Report(new EpochProgress("train", StageKind.Train, epoch, "/work/training.jsonl"));
                writer.Report(new StepNote("train", StageKind.Train, "anchors suit"));
            })
            .Says("RUNNING", node: "node7", then: () =>
            {
                File.AppendAllText(Folder.EventsOf("1-0"), "no JSON\n{\"kind\":\"published\"}\n");
                Publish();
            });

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Equal(epoch, Assert.Single(_events.OfType<EpochProgress>()).Training);
        Assert.Equal(
            ["submitted as Slurm job 1", "Slurm job 1 runs on node7", "anchors suit"],
            _events.OfType<StepNote>().Select(note => note.Message)
        );
        Assert.Contains(
            "Slurm job 1 is queued: waiting behind other jobs (Priority)",
            _events.OfType<StepProgress>().Select(progress => progress.Message)
        );
    }

    [Fact]
    public void A_job_that_Slurm_forgot_is_no_failure_when_its_result_is_there()
    {
        var slurm = new FakeSlurm();
        slurm.Says("RUNNING", node: "node1", then: () => Publish()).Says(FakeSlurm.Unknown);

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Equal(1, slurm.Submissions);
    }

    [Fact]
    public void One_without_a_result_is_with_the_end_of_its_log()
    {
        var slurm = new FakeSlurm
        {
            Taken = job => File.WriteAllText(Path.Combine(Folder.Path, $"job-{job}.log"), "dotnet: not found\n"),
        };
        slurm.Says("FAILED", "NonZeroExitCode");

        var failure = Refused(Codes.JobWithoutResult, slurm);

        Assert.Contains("dotnet: not found", failure, StringComparison.Ordinal);
        Assert.Contains("FAILED (NonZeroExitCode)", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PartitionConfig", "SlurmMemory")]
    [InlineData("DependencyNeverSatisfied", "another job")]
    [InlineData("PartitionTimeLimit", "SlurmTime")]
    [InlineData("BadConstraints", "SlurmConstraint")]
    [InlineData("InvalidAccount", "SlurmAccount")]
    [InlineData("QOSMaxCpuPerJobLimit", "SlurmProcessors")]
    [InlineData("launch failed requeued held", "who runs the cluster")]
    public void A_job_that_can_never_start_is_cancelled_with_the_reason(string reason, string advice)
    {
        var slurm = new FakeSlurm().Says("PENDING", reason);

        var failure = Refused(Codes.JobCannotRun, slurm);

        Assert.Contains(reason, failure, StringComparison.Ordinal);
        Assert.Contains(advice, failure, StringComparison.Ordinal);
        Assert.Contains("scancel --quiet 1", slurm.Asked);
    }

    [Fact]
    public void A_reason_that_passes_is_waited_for()
    {
        var slurm = new FakeSlurm();
        slurm.Says("PENDING", "PartitionConfig");
        for (var i = 0; i < 50; i++)
            slurm.Says("PENDING", "ReqNodeNotAvail, UnavailableNodes:node1");
        slurm.Says("COMPLETED", then: () => Publish());

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.DoesNotContain(slurm.Asked, asked => asked.StartsWith("scancel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sbatch: error: invalid partition specified: gpuu")]
    [InlineData("sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit)")]
    public void A_job_that_Slurm_does_not_take_is_an_error_with_its_words(string words)
    {
        var slurm = new FakeSlurm().Refuses(new CommandAnswer(1, "", words));
        Assert.Contains(words, Refused(Codes.JobRefused, slurm), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_queue_is_waited_for()
    {
        var full = new CommandAnswer(1, "", "sbatch: error: Slurm temporarily unable to accept job");
        var slurm = new FakeSlurm { Taken = _ => Publish() };
        slurm.Refuses(full).Refuses(full).Says("COMPLETED");

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Contains(_events.OfType<StepNote>(), note =>
            note.Message.StartsWith("Slurm takes no more jobs", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void And_is_an_error_when_it_stays_full()
    {
        var slurm = new FakeSlurm();
        for (var i = 0; i < 10_000; i++)
            slurm.Refuses(new CommandAnswer(1, "", "sbatch: error: Slurm temporarily unable to accept job"));
        Refused(Codes.JobRefused, slurm);
    }

    [Fact]
    public void A_controller_that_is_away_is_waited_for()
    {
        var slurm = new FakeSlurm();
        slurm
            .Refuses(FakeSlurm.Away)
            .Says("RUNNING", node: "node1")
            .Says(FakeSlurm.Away)
            .Says(FakeSlurm.Away)
            .Says("COMPLETED", then: () => Publish());

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Equal(1, slurm.Submissions);
        Assert.Contains(_events.OfType<StepNote>(), note => note.Message == "Slurm's controller answers again");
    }

    [Fact]
    public void And_is_an_error_when_it_stays_away()
    {
        var slurm = new FakeSlurm().Says("RUNNING", node: "node1").Says(FakeSlurm.Away);
        Assert.Contains("Unable to contact", Refused(Codes.ClusterUnreachable, slurm), StringComparison.Ordinal);
        Assert.Contains("scancel --quiet 1", slurm.Asked);
    }

    [Fact]
    public void But_not_where_the_result_is_there()
    {
        var slurm = new FakeSlurm { Taken = _ => Publish() };
        slurm.Says(FakeSlurm.Away);
        Executor(slurm).Make(new HandedStep(_step), default);
    }

    [Fact]
    public void A_job_that_somebody_cancelled_is_not_submitted_again()
    {
        var slurm = new FakeSlurm { Taken = job => Tell(job, JobEventKind.Stopped) };
        slurm.Says("CANCELLED");
        Refused(Codes.JobCancelled, slurm);
        Assert.Equal(1, slurm.Submissions);
    }

    [Fact]
    public void A_job_whose_time_is_over_goes_on_in_another_one()
    {
        var slurm = new FakeSlurm { Taken = job => Tell(job, JobEventKind.Stopped) };
        slurm.Says("TIMEOUT", "TimeLimit").Says("FAILED", "NonZeroExitCode").Says("COMPLETED", then: () => Publish());

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Equal(3, slurm.Submissions);
    }

    [Fact]
    public void But_not_for_ever_where_it_gets_nothing_done()
    {
        var slurm = new FakeSlurm().Says("TIMEOUT", "TimeLimit");
        Assert.Contains("SlurmTime", Refused(Codes.JobKeepsStopping, slurm), StringComparison.Ordinal);
        Assert.Equal(3, slurm.Submissions);
    }

    [Fact]
    public void What_a_stage_refuses_there_is_refused_here_at_its_line()
    {
        var slurm = new FakeSlurm
        {
            Taken = job =>
                Tell(
                    job,
                    JobEventKind.Failed,
                    StoredDiagnostic.Of(
                        PruneDiagnostic.Of(Codes.TrainingDiverged, "The loss is not finite.", _request.Location),
                        _request
                    )
                ),
        };
        slurm.Says("FAILED", "NonZeroExitCode");

        var failure = Assert.Throws<PruneException>(() => Executor(slurm).Make(new HandedStep(_step), default));

        Assert.Equal(Codes.TrainingDiverged, failure.Code);
        Assert.Equal(_request.Location, failure.Diagnostic.Location);
    }

    [Fact]
    public void A_build_that_is_stopped_cancels_its_job()
    {
        using var stop = new CancellationTokenSource();
        var slurm = new FakeSlurm().Says("RUNNING", node: "node1", then: stop.Cancel);
        Assert.Throws<OperationCanceledException>(() => Executor(slurm).Make(new HandedStep(_step), stop.Token));
        Assert.Equal("scancel --quiet 1", slurm.Asked[^1]);
    }

    [Fact]
    public void A_job_of_a_build_that_was_killed_is_gone_on_with()
    {
        var slurm = new FakeSlurm { Living = "7" };
        slurm.Says(new CommandAnswer(0, "7|RUNNING|node2|None\n", ""));
        Publish();

        // What it tells is read from its own file, whatever older ones say.
        Directory.CreateDirectory(Folder.Path);
        Tell(7, JobEventKind.Published);
        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Equal(0, slurm.Submissions);
    }

    [Fact]
    public void What_an_older_job_of_the_same_number_told_says_nothing()
    {
        Directory.CreateDirectory(Folder.Path);
        Tell(1, JobEventKind.Failed, new StoredDiagnostic("PRUNE3001", "error", "Old.", null, null, 0, 0));
        Refused(Codes.JobWithoutResult, new FakeSlurm().Says("COMPLETED"));
    }

    [Fact]
    public void The_run_that_began_last_is_the_one_that_counts()
    {
        var slurm = new FakeSlurm();
        slurm
            .Says("RUNNING", node: "node1", then: () => Tell(1, JobEventKind.Stopped))
            .Says("PENDING", "BeginTime")
            .Says("RUNNING", node: "node2", then: () =>
            {
                Publish();
                Tell(1, JobEventKind.Published, restart: 1);
            });

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Contains(_events.OfType<StepNote>(), note =>
            note.Message == "Slurm job 1 begins again, after node1, on node2"
        );
    }

    [Theory]
    [InlineData("PENDING", "")]
    [InlineData("RUNNING", "node1")]
    public void A_run_that_is_through_before_Slurm_is_asked_again_is_told_as_well(string last, string node)
    {
        var slurm = new FakeSlurm();
        slurm
            .Says("RUNNING", node: "node1", then: () => Tell(1, JobEventKind.Stopped))
            .Says("RUNNING", node: "node1")
            .Says(last, node: node, then: () =>
            {
                Publish();
                Tell(1, JobEventKind.Published, restart: 1);
            });

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Contains(_events.OfType<StepNote>(), note => note.Message == "Slurm job 1 begins again, after node1");
    }

    [Fact]
    public void A_run_that_begins_again_is_told_of_once()
    {
        var slurm = new FakeSlurm();
        slurm
            .Says("RUNNING", node: "node1", then: () => Tell(1, JobEventKind.Stopped))
            .Says("RUNNING", node: "node1", then: () => Tell(1, JobEventKind.Note, restart: 1))
            .Says("RUNNING", node: "node2")
            .Says("COMPLETED", then: Publish);

        Executor(slurm).Make(new HandedStep(_step), default);

        Assert.Equal(
            ["Slurm job 1 runs on node1", "Slurm job 1 begins again, after node1", "Slurm job 1 runs on node2"],
            _events
                .OfType<StepNote>()
                .Select(note => note.Message)
                .Where(text => text.Contains(" on ") || text.Contains("begins"))
        );
    }

    [Fact]
    public void A_step_that_is_done_again_is_not_its_old_result()
    {
        Publish();
        var published = false;
        var slurm = new FakeSlurm();
        slurm
            .Says(FakeSlurm.Away)
            .Says("COMPLETED", then: () =>
            {
                published = true;
                Tell(1, JobEventKind.Published);
            });

        Executor(slurm).Make(new HandedStep(_step, Again: true), default);

        Assert.True(published);
    }

    [Fact]
    public void Commands_that_are_not_there_are_an_error_before_anything_waits() =>
        Assert.Equal(
            Codes.ClusterCommandMissing,
            Assert
                .Throws<PruneException>(() => new SlurmCommands(TimeSpan.FromSeconds(1)).Run("no-such-sbatch", []))
                .Code
        );

    private string Refused(DiagnosticCode code, FakeSlurm slurm)
    {
        var failure = Assert.Throws<PruneException>(() =>
            Executor(slurm, patience: 50).Make(new HandedStep(_step), default)
        );
        Assert.Equal(code, failure.Code);
        return failure.Message;
    }

    // What is to come is waited for as long as a slow machine takes; what never comes, for a moment.
    private SlurmExecutor Executor(FakeSlurm slurm, SlurmOptions? asked = null, int patience = 60_000) =>
        new(asked ?? Asked, _request, "cpu", (step, _) => _store.TryOpen(step.Fingerprint), new EventRelay(_events.Add))
        {
            Commands = slurm,
            Engine = ["dotnet", "/engine/dotnet-prune.dll"],
            Pacing = new SlurmPacing
            {
                Poll = TimeSpan.FromMilliseconds(2),
                ShortestPoll = TimeSpan.FromMilliseconds(1),
                Hopeless = TimeSpan.FromMilliseconds(30),
                Controller = TimeSpan.FromMilliseconds(patience),
                Result = TimeSpan.FromMilliseconds(patience),
            },
        };

    private void Publish() => _store.Publish(_step.Fingerprint, _step.Stage.Name, _step.Inputs, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "out.txt"), "30");
            return 1;
        });

    private void Tell(int job, JobEventKind kind, StoredDiagnostic? failure = null, int restart = 0)
    {
        using var writer = Writer(job, restart);
        writer.Tell(new JobEvent(kind) { Failure = failure });
    }

    private JobEventWriter Writer(int job, int restart = 0) => new(Folder.EventsOf($"{job}-{restart}"));
}
