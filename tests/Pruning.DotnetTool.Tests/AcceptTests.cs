using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline;
using Pruning.Pipeline.Status;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

/// <summary>Builds against a locked baseline, and what accepting one does.</summary>
public sealed class AcceptTests : IDisposable
{
    private readonly TinyProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Only_a_finished_build_can_be_accepted_and_accepting_trains_nothing()
    {
        var early = await ToolRun.OfAsync("accept", _project.Path);
        Assert.Equal(ExitCodes.Error, early.ExitCode);
        Assert.Contains("error PRUNE8010: ", early.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_project.LockFile));

        MeasureNoLonger();
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        var accepted = await ToolRun.OfAsync("accept", _project.Path, "--format", "json");
        Assert.True(accepted.ExitCode == ExitCodes.Success, accepted.Error);
        Assert.Equal(_project.LockFile, accepted.Json.GetProperty("path").GetString());
        var locked = LockedBaselineFile.Read(_project.LockFile)!;
        Assert.Equal(
            locked.Metrics["Flops"],
            accepted.Json.GetProperty("baseline").GetProperty("metrics").GetProperty("Flops").GetDouble()
        );

        var again = await ToolRun.OfAsync("accept", _project.Path);
        Assert.Equal(ExitCodes.Success, again.ExitCode);
        Assert.Matches("(?m)^metric +before +locked now +shows a drop of\n", again.Out);
        Assert.Contains(
            $"Measured on 4 images of 'val'. Commit {_project.LockFile} and Detector.pruning.lock.pictures, "
                + $"which belong together.",
            again.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("in no git repository that would have it", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("To take it back", again.Out, StringComparison.Ordinal);
        Directory.CreateDirectory(_project.PathOf(".git"));
        again = await ToolRun.OfAsync("accept", _project.Path);
        Assert.Contains(
            $"To take it back: git -C {Path.GetDirectoryName(_project.LockFile)} restore "
                + $"Detector.pruning.lock.json Detector.pruning.lock.pictures\n",
            again.Out,
            StringComparison.Ordinal
        );
        Assert.Equal(
            $"rm {_project.LockFile} {LockedPicturesFile.PathOf(_project.LockFile)}",
            Assert
                .Single(accepted.Json.GetProperty("undo").EnumerateArray())
                .GetString()!
                .Replace("del ", "rm ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(again.Out + again.Error, letter => char.IsControl(letter) && letter != '\n');

        // Another network is not built yet.
        _project.Ask("40%");
        Assert.Equal(ExitCodes.Error, (await ToolRun.OfAsync("accept", _project.Path)).ExitCode);
        Assert.Equal(locked.Sha256, LockedBaselineFile.Read(_project.LockFile)!.Sha256);
    }

    [Fact]
    public async Task Accepting_says_for_whom_it_waits_and_no_build_waits_for_it()
    {
        MeasureNoLonger();
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        var locks = CacheLocation.LocksIn(_project.PathOf("cache"));
        using (FileLock.TryAcquire(locks, _project.Path, "building Detector.pruneproj"))
            await Assert.ThrowsAsync<ToolRun.PowerCut>(() =>
                ToolRun.CrashedAsync(
                    $"gate: waiting for process {Environment.ProcessId} on {Environment.MachineName}, building "
                        + $"Detector.pruneproj",
                    "accept",
                    _project.Path
                )
            );

        var request = ProjectRequest.Read(_project.PathOf("request.xml"));
        // `dotnet build` between two starts of the engine, which it will not make any more.
        var path = RunStatusFile.PathIn(request.OutputDirectory);
        RunStatusFile.Write(
            path,
            RunStatusFile.TryRead(path)! with
            {
                State = RunState.BetweenStages,
                Updated = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(5) - RunStatus.Pause,
            }
        );
        var patient = await ToolRun.OfAsync("accept", _project.Path);
        Assert.Equal(ExitCodes.Success, patient.ExitCode);
        Assert.Contains(
            "Detector: waiting for the build of it that runs: process ",
            patient.Error,
            StringComparison.Ordinal
        );

        var isFree = false;
        new PipelineRun(
            request with
            {
                Settings = [.. request.Settings, new ProjectSetting("PruningAcceptBaseline", "true", request.Location)],
            },
            new DiagnosticList(),
            new Listener(happened =>
                isFree |=
                    happened is StepNote { Message: "recorded as the locked baseline, Detector.pruning.lock.json" }
                    && TryLock()
            )
        ).RunTo(StageKind.Gate);
        Assert.True(isFree);

        bool TryLock()
        {
            using var taken = FileLock.TryAcquire(locks, _project.Path, "building Detector.pruneproj");
            return taken is not null;
        }
    }

    [Fact]
    public async Task After_a_build_the_older_reports_in_bin_are_named()
    {
        var (bin, obj) = (Directory.CreateDirectory(_project.PathOf("bin")).FullName, _project.PathOf("obj"));
        _project.Ask(gates: ("FileSize", "1 KB"));
        Assert.Equal(ExitCodes.GateFailed, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        // As dotnet build leaves them.
        File.Copy(Path.Combine(obj, "report.json"), Path.Combine(bin, "Detector.report.json"));
        File.WriteAllText(Path.Combine(obj, "copies.txt"), Path.Combine(bin, "Detector.report.json") + "\n");
        Assert.DoesNotContain(
            "earlier 'dotnet build'",
            (await ToolRun.OfAsync("build", _project.Path)).Error,
            StringComparison.Ordinal
        );

        _project.Ask();
        Assert.Contains(
            $"{Path.Combine(bin, "Detector.report.md")} is of an earlier 'dotnet build', which came to another result",
            (await ToolRun.OfAsync("build", _project.Path)).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_model_that_fails_a_gate_is_not_accepted()
    {
        _project.Ask(gates: ("FileSize", "1 KB"));
        Assert.Equal(ExitCodes.GateFailed, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        var run = await ToolRun.OfAsync("accept", _project.Path);
        Assert.Equal(ExitCodes.GateFailed, run.ExitCode);
        Assert.Contains("error PRUNE8001: ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_project.LockFile));
    }

    [Fact]
    public async Task A_worse_model_fails_with_a_table_a_better_one_says_so_and_a_damaged_lock_is_replaced()
    {
        await ToolRun.OfAsync("build", _project.Path);
        Lock(0.5);
        var worse = await ToolRun.OfAsync("build", _project.Path);
        Assert.Equal(ExitCodes.GateFailed, worse.ExitCode);
        Assert.Contains("error PRUNE8005: ", worse.Error, StringComparison.Ordinal);
        Assert.Contains("Failed: worse than the locked baseline in Flops (", worse.Out, StringComparison.Ordinal);
        var table = worse.Out[
            worse.Out.IndexOf("The model is worse", StringComparison.Ordinal)..worse.Out.IndexOf(
                "Failed: worse",
                StringComparison.Ordinal
            )
        ];
        // dotnet build shows the same: it has the engine's lines.
        var engine = await ToolRun.OfAsync(
            "engine",
            "--request",
            Path.Combine(Path.GetDirectoryName(_project.Path)!, "request.xml"),
            "--stage",
            "gate"
        );
        Assert.Equal(ExitCodes.GateFailed, engine.ExitCode);
        Assert.Contains(
            table[table.IndexOf("metric ", StringComparison.Ordinal)..].TrimEnd(),
            engine.Out,
            StringComparison.Ordinal
        );

        Lock(2);
        var better = await ToolRun.OfAsync("build", _project.Path);
        Assert.Equal(ExitCodes.Success, better.ExitCode);
        Assert.Contains(
            "The model is better than the locked baseline in Detector.pruning.lock.json; 'dotnet prune accept' "
                + "records it.",
            better.Out,
            StringComparison.Ordinal
        );

        File.WriteAllText(_project.LockFile, "{");
        Assert.Contains(
            "error PRUNE8007: ",
            (await ToolRun.OfAsync("build", _project.Path)).Error,
            StringComparison.Ordinal
        );
        MeasureNoLonger();
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("accept", _project.Path)).ExitCode);
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        await Verify(table);
    }

    [Fact]
    public async Task A_plan_says_before_anything_runs_which_costs_are_above_the_locked_ones()
    {
        Lock(0.5);
        var plan = await ToolRun.OfAsync("plan", _project.Path);
        Assert.Equal(ExitCodes.Success, plan.ExitCode);
        var table = plan.Out[
            plan.Out.IndexOf("Costs against", StringComparison.Ordinal)..plan.Out.IndexOf(
                "\nLayer by layer",
                StringComparison.Ordinal
            )
        ];
        var json = (await ToolRun.OfAsync("plan", _project.Path, "--format", "json")).Json.GetProperty("locked");
        Assert.Equal(
            ["Flops", "Parameters"],
            json.EnumerateArray().Select(row => row.GetProperty("metric").GetString())
        );
        Assert.All(json.EnumerateArray(), row => Assert.Equal("worse", row.GetProperty("verdict").GetString()));

        File.Delete(_project.LockFile);
        Assert.Empty(
            (await ToolRun.OfAsync("plan", _project.Path, "--format", "json"))
                .Json.GetProperty("locked")
                .EnumerateArray()
        );
        File.WriteAllText(_project.LockFile, "{");
        Assert.Contains(
            "error PRUNE8007: ",
            (await ToolRun.OfAsync("plan", _project.Path)).Error,
            StringComparison.Ordinal
        );
        await Verify(table);
    }

    private void MeasureNoLonger()
    {
        _project.CostSlack = "10";
        _project.Ask();
    }

    private sealed class Listener(Action<PipelineEvent> listen) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => listen(value);
    }

    /// <summary>Locks this model's counts times a factor, and nothing else.</summary>
    private void Lock(double factor)
    {
        LockedBaselineFile.Write(
            _project.LockFile,
            new LockedBaseline(
                LockedBaseline.CurrentVersion,
                "val",
                4,
                new string('0', 64),
                ImmutableSortedDictionary<string, double>
                    .Empty.Add("Flops", 5_000_000 * factor)
                    .Add("Parameters", 20_000 * factor),
                null
            )
        );
    }
}
