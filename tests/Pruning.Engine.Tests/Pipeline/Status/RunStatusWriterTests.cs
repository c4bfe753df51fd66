using Microsoft.Extensions.Time.Testing;
using Pruning.Diagnostics;
using Pruning.Testing;
using Pruning.Training;

namespace Pruning.Pipeline.Status;

public sealed class RunStatusWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    private string File => RunStatusFile.PathIn(_folder.PathOf("obj"));

    [Fact]
    public void Who_looks_sees_the_step_its_epoch_and_the_time_left()
    {
        using var writer = Writer();
        writer.Plan([
            Step("import", StageOutcome.Cached),
            Step("train", StageOutcome.Ran),
            Step("prune", StageOutcome.Ran),
            Step("quantize", StageOutcome.NotNeeded),
        ]);
        writer.Report(new StepStarted("train", StageKind.Train));
        writer.Report(
            new EpochProgress(
                "train",
                StageKind.Train,
                Epoch(3, 30, TimeSpan.FromSeconds(250)),
                "/builds/training.jsonl"
            )
            {
                Left = TimeSpan.FromSeconds(250),
                WholeLeft = TimeSpan.FromSeconds(600),
            }
        );
        _time.Advance(TimeSpan.FromSeconds(1));

        var status = RunStatusFile.TryRead(File)!;

        Assert.Equal(
            (RunState.Running, "Detector", Environment.ProcessId),
            (status.State, status.Name, status.ProcessId)
        );
        Assert.Equal(
            [StepState.Cached, StepState.Running, StepState.Pending, StepState.NotNeeded],
            status.Steps.Select(step => step.State)
        );
        Assert.Equal("/builds/training.jsonl", status.Steps[1].Log);
        Assert.Equal(
            (3, 30, 250, 600),
            (
                status.Activity!.Epoch,
                status.Activity.Epochs,
                status.Activity.SecondsLeft,
                status.Activity.WholeSecondsLeft
            )
        );
        Assert.Equal(2.5 / 30, status.Activity.Done!.Value, 12);
        Assert.True(status.IsAlive(_time.GetUtcNow()));
    }

    [Fact]
    public void An_engine_that_works_without_a_word_gives_signs_of_life_and_a_killed_one_does_not()
    {
        using var writer = Writer();
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(RunStatusFile.TryRead(File)!.IsAlive(_time.GetUtcNow()));

        // As a kill does.
        writer.Dispose();
        _time.Advance(RunStatus.Silence);

        Assert.False(RunStatusFile.TryRead(File)!.IsAlive(_time.GetUtcNow()));
    }

    [Fact]
    public void How_it_ended_is_the_last_word()
    {
        using var writer = Writer();

        Assert.Equal(7, writer.Follow(() => 7, _ => RunState.GateFailed));
        writer.Report(new StepStarted("train", StageKind.Train));
        _time.Advance(TimeSpan.FromMinutes(1));

        var status = RunStatusFile.TryRead(File)!;
        Assert.Equal((RunState.GateFailed, null), (status.State, status.Activity));
        Assert.False(status.IsAlive(status.Updated));
    }

    [Fact]
    public void A_refusal_is_told_and_a_stop_is_one()
    {
        using (var refused = Writer())
            Assert.Throws<PruneException>(() =>
                refused.Follow<int>(
                    () => throw new PruneException(Codes.DiskFull, "The disk is full."),
                    _ => RunState.Passed
                )
            );
        Assert.Contains("PRUNE9003: The disk is full.", RunStatusFile.TryRead(File)!.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, RunStatusFile.TryRead(File)!.State);

        using (var stopped = Writer())
            Assert.Throws<OperationCanceledException>(() =>
                stopped.Follow<int>(() => throw new OperationCanceledException(), _ => RunState.Passed)
            );
        Assert.Equal(RunState.Stopped, RunStatusFile.TryRead(File)!.State);
    }

    [Fact]
    public void Between_two_stages_the_build_lives_for_a_while()
    {
        using var writer = Writer();
        writer.End(RunState.BetweenStages);
        var status = RunStatusFile.TryRead(File)!;

        Assert.True(status.IsAlive(status.Updated + TimeSpan.FromSeconds(30)));
        Assert.False(status.IsAlive(status.Updated + RunStatus.Pause));
    }

    [Fact]
    public void What_cannot_be_written_ends_no_build()
    {
        System.IO.File.WriteAllText(_folder.PathOf("obj"), "a file where the folder should be");
        using var writer = Writer();

        Assert.Equal(7, writer.Follow(() => 7, _ => RunState.Passed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"name":"a","steps":[]}""")]
    [InlineData("""{"version":1,"name":"a"}""")]
    [InlineData("""{"version":1,"name":null,"steps":[]}""")]
    [InlineData("""{"version":1,"name":"a","steps":[null]}""")]
    [InlineData("""{"version":1,"name":"a","steps":[{"step":"b","state":"dancing"}]}""")]
    public void What_is_no_status_tells_of_no_build(string text)
    {
        Directory.CreateDirectory(_folder.PathOf("obj"));
        System.IO.File.WriteAllText(File, text);
        Assert.Null(RunStatusFile.TryRead(File));
    }

    [Fact]
    public void Of_a_damaged_history_what_comes_before_the_damage_stands()
    {
        var log = _folder.PathOf("training.jsonl");
        System.IO.File.WriteAllText(
            log,
            """{"epoch":1,"losses":{"box":1,"objectness":1,"class":1},"map5095":0.25}""" + "\n{\"epoch\":2,\"los"
        );

        Assert.Equal([0.25], RunStatusFile.ReadLog(log).Select(epoch => epoch.Map5095));
        Assert.Empty(RunStatusFile.ReadLog(_folder.PathOf("nothing")));
    }

    [Fact]
    public void Of_other_steps_the_pace_of_their_shares_tells_the_time_left()
    {
        var left = new TimeLeft(_time);
        StepProgress Share(string step, double? share) => new(step, StageKind.Evaluate, "", share);

        Assert.Null(left.Of(Share("evaluate", 0)));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(left.Of(Share("evaluate", 0.01)));
        Assert.Equal(TimeSpan.FromSeconds(30), left.Of(Share("evaluate", 0.25)));
        Assert.Null(left.Of(Share("evaluate", null)));
        // A step that goes on where an earlier start stopped.
        Assert.Null(left.Of(Share("latency", 0.5)));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(10), left.Of(Share("latency", 0.75)));
    }

    private RunStatusWriter Writer() =>
        new(new ProjectRequest("/p/Detector.pruneproj", "Detector", _folder.PathOf("obj"), null, [], []), _time);

    private static PlannedStep Step(string name, StageOutcome outcome) =>
        new(
            new FakeStage(StageKind.Train, "1") { Name = name },
            new Fingerprint(new string('0', 64)),
            [],
            null,
            outcome
        );

    private static TrainingProgress Epoch(int epoch, int epochs, TimeSpan left) =>
        new(epoch, epochs, 5, 10, new LossValues(1, 1, 1), 30, left, null);
}
