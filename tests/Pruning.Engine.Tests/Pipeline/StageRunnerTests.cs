using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Testing;

namespace Pruning.Pipeline;

public sealed class StageRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _warnings = new();
    private readonly List<PipelineEvent> _events = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_everything_once_and_nothing_twice()
    {
        Assert.Equal("RRRRRRR", Run(Pipeline()));
        Assert.Equal("CCCCCCC", Run(Pipeline()));
        Assert.Equal("export=17(fine-tune=20(prune=50(sparse-train=20(train=30(import=w())))))", Output("export"));
    }

    [Fact]
    public void Changing_FineTuneEpochs_keeps_training_and_sparse_training()
    {
        Run(Pipeline());
        Assert.Equal("CCCCRRR", Run(Pipeline(fineTune: "21")));
        Assert.Contains("fine-tune=21(", Output("export"), StringComparison.Ordinal);
    }

    [Fact]
    public void Changing_back_finds_the_old_results()
    {
        Run(Pipeline());
        Run(Pipeline(fineTune: "21"));
        Assert.Equal("CCCCCCC", Run(Pipeline()));
    }

    [Fact]
    public void A_skipped_stage_passes_its_input_through()
    {
        Assert.Equal("RRRRSRR", Run(Pipeline(fineTune: null)));
        Assert.Equal("export=17(prune=50(sparse-train=20(train=30(import=w()))))", Output("export"));
    }

    [Fact]
    public void Stages_after_the_wanted_one_do_not_run()
    {
        Assert.Equal("RRR", Run(Pipeline(), StageKind.SparseTrain));
        Assert.Equal("CCCRRRR", Run(Pipeline()));
    }

    [Fact]
    public void A_lost_result_that_nobody_needs_is_not_made_again()
    {
        Run(Pipeline());
        Directory.Delete(EntryOf("train"), recursive: true);

        Assert.Equal("CNCCCCC", Run(Pipeline()));
        Assert.Equal("CRCCRRR", Run(Pipeline(fineTune: "21"), alsoNeeds: "train"));
    }

    [Fact]
    public void A_damaged_result_is_reported_and_made_again()
    {
        Run(Pipeline());
        File.WriteAllText(Path.Combine(EntryOf("evaluate"), "out.txt"), "evil");

        Assert.Equal("CCCCCCR", Run(Pipeline()));

        Assert.Equal(Codes.DamagedEntry, Assert.Single(_warnings.Items).Code);
        Assert.StartsWith("evaluate=val(", Output("evaluate"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_damaged_after_the_build_began_is_not_read()
    {
        IStage[] stages =
        [
            new FakeStage(StageKind.Import, "w"),
            new FakeStage(StageKind.Train, "1", "import")
            {
                Also = _ => File.WriteAllText(Path.Combine(EntryOf("import"), "out.txt"), "evil"),
            },
            new FakeStage(StageKind.Prune, "1", "train", "import"),
        ];
        Run(stages, StageKind.Import);

        Assert.Equal(Codes.DamagedMeanwhile, Assert.Throws<PruneException>(() => Run(stages, StageKind.Prune)).Code);
        Assert.Equal(["import", "import", "train"], _events.OfType<StepFinished>().Select(finished => finished.Step));
        Assert.Equal("RCR", Run(stages, StageKind.Prune));
    }

    [Fact]
    public void What_the_gates_are_about_to_read_is_verified_again()
    {
        var stages = Pipeline();
        stages[^1] = new FakeStage(StageKind.Evaluate, "val", "export")
        {
            Also = _ => File.WriteAllText(Path.Combine(EntryOf("export"), "out.txt"), "evil"),
        };
        Assert.Equal(Codes.DamagedMeanwhile, Assert.Throws<PruneException>(() => Run(stages)).Code);
    }

    [Fact]
    public void A_run_that_died_resumes_from_its_work_folder_which_goes_when_the_result_is_there()
    {
        var resumed = false;
        var stages = Pipeline(also: context =>
        {
            var checkpoint = Path.Combine(context.WorkFolder, "epoch");
            resumed = File.Exists(checkpoint);
            File.WriteAllText(checkpoint, "7");
            if (!resumed)
                throw new OperationCanceledException();
        });

        Assert.Throws<OperationCanceledException>(() => Run(stages));
        Assert.False(resumed);
        Assert.Equal("CRRRRRR", Run(stages));
        Assert.True(resumed);
        Assert.Empty(Directory.GetDirectories(_folder.PathOf("cache/work")));
    }

    [Fact]
    public void Without_the_cache_everything_runs_again_and_replaces_what_was_stored()
    {
        Run(Pipeline());
        Assert.Equal("RRRRRRR", Run(Pipeline(), noCache: true));
        Assert.Equal("CCCCCCC", Run(Pipeline()));
    }

    // Whoever asks for everything anew, and is killed hours later, has what there was.
    [Fact]
    public void Without_the_cache_an_old_result_stays_until_there_is_a_new_one()
    {
        Run(Pipeline());
        var stages = Pipeline(also: _ => throw new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() => Run(stages, noCache: true));
        Assert.Equal("CCCCCCC", Run(Pipeline()));
    }

    [Fact]
    public void With_the_cache_only_work_is_refused()
    {
        Assert.Equal(Codes.NotCached, Assert.Throws<PruneException>(() => Run(Pipeline(), storedOnly: true)).Code);
        Run(Pipeline());
        Assert.Equal("CCCCCCC", Run(Pipeline(), storedOnly: true));
    }

    [Fact]
    public void Cancelling_stops_before_the_next_stage()
    {
        using var cancellation = new CancellationTokenSource();
        var stages = Pipeline(also: _ => cancellation.Cancel());

        Assert.Throws<OperationCanceledException>(() => Run(stages, cancellation: cancellation.Token));

        Assert.Equal(["import", "train"], _events.OfType<StepStarted>().Select(started => started.Step));
    }

    [Fact]
    public async Task Two_builds_of_one_stage_do_its_work_once()
    {
        var runs = 0;
        IStage[] Stages() =>
            [
                new FakeStage(StageKind.Import, "w")
                {
                    Also = _ =>
                    {
                        Interlocked.Increment(ref runs);
                        Thread.Sleep(300);
                    },
                },
            ];

        await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ => Task.Run(() => Runner(null).RunTo(Stages(), StageKind.Import, CancellationToken.None)))
        );

        Assert.Equal(1, runs);
    }

    [MountFact]
    public void A_store_that_cannot_be_written_gives_what_it_has_and_takes_no_work()
    {
        using var disk = new SmallDisk(_folder.PathOf("cache"));
        Run(Pipeline());
        disk.MakeReadOnly();
        Assert.Equal("CCCCCCC", Run(Pipeline()));

        var begun = false;
        var refusal = Assert.Throws<PruneException>(() => Run(Pipeline(fineTune: "21", also: _ => begun = true)));
        Assert.Equal((Codes.CacheNotWritable, false), (refusal.Code, begun));
        Assert.Contains("Read-only", refusal.Message, StringComparison.Ordinal);
    }

    // The disk fills up, or is taken away, at each point where a stage writes: while it works, as it ends, and in the
    // manifest's place.
    [MountTheory]
    [InlineData("checkpoint", true)]
    [InlineData("output", true)]
    [InlineData("manifest", true)]
    [InlineData("checkpoint", false)]
    [InlineData("output", false)]
    [InlineData("manifest", false)]
    public void A_disk_that_fails_in_the_middle_of_a_stage_is_told_by_its_code_and_nothing_half_made_is_served(
        string where,
        bool fills
    )
    {
        using var disk = new SmallDisk(_folder.PathOf("cache"));
        var works = false;
        var stages = Pipeline(also: context =>
        {
            Assert.Equal(works, File.Exists(Path.Combine(context.WorkFolder, "epoch")));
            AtomicFile.Write(Path.Combine(context.WorkFolder, "epoch"), "1");
            void Fail() => _ = works ? 0 : Break(disk, fills);
            if (where == "checkpoint")
                Fail();
            AtomicFile.Write(Path.Combine(context.WorkFolder, "more"), new byte[1 << 15]);
            if (where == "output")
                Fail();
            AtomicFile.Write(context.Output("model.bin"), new byte[1 << 15]);
            if (where == "manifest")
                Fail();
        });

        var failure = Assert.Throws<PruneException>(() => Run(stages));
        Assert.Equal(fills ? Codes.DiskFull : Codes.CacheNotWritable, failure.Code);

        works = true;
        Mend(disk, fills);
        Assert.Equal("CRRRRRR", Run(stages));
        Assert.Equal("CCCCCCC", Run(stages));
        Assert.Empty(_warnings.Items);
    }

    private static int Break(SmallDisk disk, bool fills)
    {
        if (fills)
            disk.Fill();
        else
            disk.TakeAway();
        return 0;
    }

    private static void Mend(SmallDisk disk, bool fills)
    {
        if (fills)
            disk.Empty();
        else
            disk.BringBack();
    }

    private string Run(
        IReadOnlyList<IStage> stages,
        StageKind target = StageKind.Gate,
        bool noCache = false,
        bool storedOnly = false,
        string? alsoNeeds = null,
        CancellationToken cancellation = default
    )
    {
        if (alsoNeeds is not null)
            stages =
            [
                .. stages.Select(stage =>
                    stage.Kind == StageKind.FineTune
                        ? new FakeStage(StageKind.FineTune, "21", "prune", alsoNeeds)
                        : stage
                ),
            ];
        var runner = Runner(new Listener(_events), noCache, storedOnly);
        var results = runner.RunTo(stages, target, cancellation);
        return string.Concat(results.Select(result => result.Outcome.ToString()[0]));
    }

    private StageRunner Runner(IProgress<PipelineEvent>? progress, bool noCache = false, bool storedOnly = false) =>
        new(new StageStore(_folder.PathOf("cache"), _warnings), _warnings, progress)
        {
            IgnoreStored = noCache,
            StoredOnly = storedOnly,
        };

    private static FakeStage[] Pipeline(string? fineTune = "20", Action<StageContext>? also = null) =>
        [
            new(StageKind.Import, "w"),
            new(StageKind.Train, "30", "import") { Also = also },
            new(StageKind.SparseTrain, "20", "train"),
            new(StageKind.Prune, "50", "sparse-train"),
            new(StageKind.FineTune, fineTune ?? "0", "prune") { IsSkipped = fineTune is null },
            new(StageKind.Export, "17", "fine-tune"),
            new(StageKind.Evaluate, "val", "export"),
        ];

    private string EntryOf(string stage) =>
        Directory
            .GetDirectories(_folder.PathOf("cache"))
            .Where(folder => EntryManifest.TryRead(Path.Combine(folder, EntryManifest.FileName))?.Stage == stage)
            .OrderByDescending(Directory.GetCreationTimeUtc)
            .First();

    private string Output(string stage) => File.ReadAllText(Path.Combine(EntryOf(stage), "out.txt"));

    private sealed class Listener(List<PipelineEvent> events) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => events.Add(value);
    }
}
