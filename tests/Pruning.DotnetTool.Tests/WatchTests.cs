using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Commands;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Status;

namespace Pruning.DotnetTool;

public sealed class WatchTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TinyProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task What_has_been_built_is_told_once_and_left_alone()
    {
        var never = await ToolRun.OfAsync("watch", _project.Path, "--once");
        Assert.Equal((ExitCodes.Success, ""), (never.ExitCode, never.Out));
        Assert.Contains("no build of it yet", never.Error, StringComparison.Ordinal);

        var built = await ToolRun.OfAsync("build", _project.Path);
        Assert.True(built.ExitCode == ExitCodes.Success, built.Error);
        var before = Files();
        var watched = await ToolRun.OfAsync("watch", _project.Path, "--once", "--format", "json");

        Assert.True(watched.ExitCode == ExitCodes.Success, watched.Error);
        var status = watched.Json.GetProperty("status");
        Assert.Equal("passed", status.GetProperty("state").GetString());
        Assert.Contains(
            "evaluate-latency:done",
            status
                .GetProperty("steps")
                .EnumerateArray()
                .Select(step => $"{step.GetProperty("step")}:{step.GetProperty("state")}")
        );
        Assert.False(watched.Json.GetProperty("isAlive").GetBoolean());
        Assert.Equal(before, Files());

        var standing = (await ToolRun.OfAsync("status", _project.Path, "--format", "json")).Json.GetProperty(
            "standing"
        );
        Assert.True(standing.GetProperty("isCurrent").GetBoolean());
        Assert.DoesNotContain(
            "willRun",
            standing.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("outcome").GetString())
        );
        _project.Ask("40%");
        Assert.Contains(
            "something has changed since",
            (await ToolRun.OfAsync("status", _project.Path)).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_failed_gate_is_how_a_build_ends()
    {
        _project.Ask("30%", ("Parameters", "1"));
        var built = await ToolRun.OfAsync("build", _project.Path);
        Assert.Equal(ExitCodes.GateFailed, built.ExitCode);

        var watched = await ToolRun.OfAsync("watch", _project.Path, "--once");

        Assert.Contains("Detector: failed: gate ", watched.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunState.Passed, ExitCodes.Success, "the gates passed")]
    [InlineData(RunState.GateFailed, ExitCodes.GateFailed, "a gate failed")]
    [InlineData(RunState.Failed, ExitCodes.Error, "ended with an error. the disk is full")]
    [InlineData(RunState.Stopped, ExitCodes.Error, "stopped; what was finished is kept")]
    public void A_build_of_another_configuration_is_waited_for_and_followed_to_its_end(
        RunState end,
        int exitCode,
        string said
    )
    {
        Write(Status(RunState.Stopped, DateTimeOffset.UtcNow - TimeSpan.FromHours(1)));
        // Ahead of the clock, so that it lives however slow the machine is.
        var started = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        List<string> lines = [];
        var announcer = new WatchAnnouncer(lines.Add);
        var watch = new BuildWatch(
            new BuildOutputs(_project.Path, _project.PathOf("obj/Debug/pruning"), _project.PathOf("obj")),
            TimeProvider.System
        );

        var ended = watch.Follow(
            last =>
            {
                Assert.Equal(RunState.Stopped, last!.Status.State);
                Write(Status(RunState.Running, started));
            },
            build =>
            {
                announcer.Tell(build);
                if (build.IsAlive)
                    Write(
                        Status(end, started) with
                        {
                            Message = end == RunState.Failed ? "the disk is full" : null,
                            Activity = null,
                        }
                    );
            },
            default
        );

        Assert.Equal(exitCode, WatchCommand.ExitCode(ended));
        Assert.Equal("Detector: train epoch 3/30, 4:10 left, all 10:00, 8 %", lines[0]);
        Assert.StartsWith($"Detector: {said}", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public void A_build_that_ran_between_two_looks_has_been_seen()
    {
        var watch = new BuildWatch(
            new BuildOutputs(_project.Path, _project.PathOf("obj/Release/pruning"), _project.PathOf("obj")),
            TimeProvider.System
        );

        var ended = watch.Follow(_ => Write(Status(RunState.Passed, DateTimeOffset.UtcNow)), _ => { }, default);

        Assert.Equal(RunState.Passed, ended.Status.State);
    }

    [Fact]
    public void Each_epoch_is_announced_once()
    {
        List<string> lines = [];
        var announcer = new WatchAnnouncer(lines.Add);
        announcer.Tell(Running());
        announcer.Tell(Running());
        Assert.Equal(["Detector: train epoch 3/30, 4:10 left, all 10:00, 8 %, mAP50-95 0.4000"], lines);
    }

    [Fact]
    public async Task A_project_that_is_none_is_refused()
    {
        var run = await ToolRun.OfAsync("watch", _project.PathOf("nothing.pruneproj"), "--once");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("PRUNE0002", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_running_build_reads_well() => Verify(Text(Running()));

    [Fact]
    public void An_engine_that_was_killed_ended_without_a_word()
    {
        var dead = WatchedBuild.Of(Status(RunState.Running, Start), Start + TimeSpan.FromHours(1));
        Assert.StartsWith(
            "ended without a word (process 4711 on box,",
            WatchText.Headline(dead),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_the_engine_expects_of_the_whole_counts_down_between_its_words()
    {
        Assert.Equal(600, Running().SecondsLeft);
        Assert.Equal(
            598.5,
            WatchedBuild.Of(Status(RunState.Running, Start), Start + TimeSpan.FromSeconds(1.5)).SecondsLeft
        );
    }

    [Fact]
    public void Between_two_starts_of_the_engine_what_is_left_is_still_told()
    {
        var between = WatchedBuild.Of(
            Status(RunState.BetweenStages, Start) with
            {
                Activity = null,
                SecondsLeft = 300,
            },
            Start + TimeSpan.FromSeconds(2)
        );

        Assert.Equal(298, between.SecondsLeft);
        Assert.Contains("about 4:58 left in all", Text(between), StringComparison.Ordinal);
        Assert.Null(WatchedBuild.Of(between.Status, Start + TimeSpan.FromHours(1)).SecondsLeft);
    }

    [Fact]
    public void Who_needs_a_build_to_be_over_waits_for_the_next_start_of_the_engine_as_well()
    {
        var started = DateTimeOffset.UtcNow + TimeSpan.FromHours(1);
        var watch = new BuildWatch(
            new BuildOutputs(
                _project.Path,
                _project.PathOf("obj/Release/pruning"),
                _project.PathOf("obj/Release/pruning")
            ),
            TimeProvider.System
        );
        List<RunState> waited = [];
        watch.UntilNoneRuns((status, _) => waited.Add(status.State), default);
        Write(Status(RunState.BetweenStages, started));

        watch.UntilNoneRuns(
            (status, isFirst) =>
            {
                Assert.True(isFirst);
                waited.Add(status.State);
                Write(Status(RunState.Passed, started));
            },
            default
        );

        Assert.Equal([RunState.BetweenStages], waited);
    }

    [Fact]
    public void A_long_curve_is_drawn_in_the_room_that_there_is()
    {
        double?[] rising = [.. Enumerable.Range(1, 300).Select(epoch => (double?)epoch / 600)];
        var lines = AccuracyCurve.Lines([("train", rising), ("fine-tune", [null, 0.25])], 60, unicode: false).ToList();

        Assert.Equal(9, lines.Count);
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.StartsWith("0.500 │", lines[0], StringComparison.Ordinal);
        Assert.Empty(AccuracyCurve.Lines([("train", [null, null])], 60, unicode: true));
    }

    private WatchedBuild Running()
    {
        var log = _project.PathOf("training.jsonl");
        File.WriteAllLines(
            log,
            Enumerable
                .Range(1, 8)
                .Select(epoch =>
                    $$"""{"epoch":{{epoch}},"losses":{"box":0.05,"objectness":0.02,"class":0.01},"precision":0.5,"recall":0.25,"map50":{{epoch * 0.08}},"map5095":{{epoch * 0.05}}}"""
                )
        );
        var status = Status(RunState.Running, Start);
        return WatchedBuild.Of(
            status with
            {
                Steps = status.Steps.SetItem(1, status.Steps[1] with { Log = log }),
            },
            Start
        );
    }

    private static RunStatus Status(RunState state, DateTimeOffset at) =>
        new(
            RunStatus.CurrentVersion,
            "Detector",
            "",
            4711,
            "box",
            at,
            at,
            state,
            null,
            [
                new StepStatus("import", StepState.Cached, 0, 3),
                new StepStatus("train", StepState.Running, 30),
                new StepStatus("sparse-train", StepState.Pending, 20),
                new StepStatus("prune", StepState.Pending),
                new StepStatus("fine-tune", StepState.Pending, 15),
                new StepStatus("quantize", StepState.NotNeeded),
                new StepStatus("export", StepState.Pending),
            ],
            new StepActivity("train", "epoch 3/30, batch 5/10", 2.5 / 30, 250)
            {
                Epoch = 3,
                Epochs = 30,
                WholeSecondsLeft = 600,
            }
        );

    private void Write(RunStatus status) =>
        RunStatusFile.Write(
            RunStatusFile.PathIn(_project.PathOf("obj/Release/pruning")),
            status with
            {
                Project = _project.Path,
            }
        );

    private static string Text(WatchedBuild build)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        WatchText.Write(writer, build, 100, unicode: true);
        return writer.ToString();
    }

    private string[] Files() =>
        [
            .. Directory
                .GetFiles(Path.GetDirectoryName(_project.Path)!, "*", SearchOption.AllDirectories)
                .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}")
                .Order(StringComparer.Ordinal),
        ];
}
