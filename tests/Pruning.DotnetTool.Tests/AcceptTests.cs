using System.Collections.Immutable;
using Pruning.Evaluation.Gates;
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

        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);
        var accepted = await ToolRun.OfAsync("accept", _project.Path, "--format", "json");
        Assert.True(accepted.ExitCode == ExitCodes.Success, accepted.Error);
        Assert.Equal(_project.LockFile, accepted.Json.GetProperty("path").GetString());
        var locked = LockedBaselineFile.Read(_project.LockFile)!;
        Assert.Equal(locked.Metrics["Flops"], accepted.Json.GetProperty("baseline").GetProperty("metrics").GetProperty("Flops").GetDouble());

        var again = await ToolRun.OfAsync("accept", _project.Path);
        Assert.Equal(ExitCodes.Success, again.ExitCode);
        Assert.Matches("(?m)^metric +before +locked now\n", again.Out);
        Assert.Contains($"Measured on 4 images of 'val'. Commit {_project.LockFile}", again.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(again.Out + again.Error, letter => char.IsControl(letter) && letter != '\n');

        // Another network is not built yet.
        _project.Ask("40%");
        Assert.Equal(ExitCodes.Error, (await ToolRun.OfAsync("accept", _project.Path)).ExitCode);
        Assert.Equal(locked.Sha256, LockedBaselineFile.Read(_project.LockFile)!.Sha256);
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
        Assert.Contains("A gate failed: no model was written.", worse.Out, StringComparison.Ordinal);
        var table = worse.Out[worse.Out.IndexOf("The model is worse", StringComparison.Ordinal)..worse.Out.IndexOf("A gate failed", StringComparison.Ordinal)];
        // dotnet build shows the same: it has the engine's lines.
        var engine = await ToolRun.OfAsync("engine", "--request", Path.Combine(Path.GetDirectoryName(_project.Path)!, "request.xml"), "--stage", "gate");
        Assert.Equal(ExitCodes.GateFailed, engine.ExitCode);
        Assert.Contains(table[table.IndexOf("metric ", StringComparison.Ordinal)..].TrimEnd(), engine.Out, StringComparison.Ordinal);

        Lock(2);
        var better = await ToolRun.OfAsync("build", _project.Path);
        Assert.Equal(ExitCodes.Success, better.ExitCode);
        Assert.Contains("The model is better than the locked baseline in Detector.pruning.lock.json; 'dotnet prune accept' records it.", better.Out, StringComparison.Ordinal);

        File.WriteAllText(_project.LockFile, "{");
        Assert.Contains("error PRUNE8007: ", (await ToolRun.OfAsync("build", _project.Path)).Error, StringComparison.Ordinal);
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
        var table = plan.Out[plan.Out.IndexOf("Costs against", StringComparison.Ordinal)..plan.Out.IndexOf("\nlayer ", StringComparison.Ordinal)];
        var json = (await ToolRun.OfAsync("plan", _project.Path, "--format", "json")).Json.GetProperty("locked");
        Assert.Equal(["Flops", "Parameters"], json.EnumerateArray().Select(row => row.GetProperty("metric").GetString()));
        Assert.All(json.EnumerateArray(), row => Assert.Equal("worse", row.GetProperty("verdict").GetString()));

        File.Delete(_project.LockFile);
        Assert.Empty((await ToolRun.OfAsync("plan", _project.Path, "--format", "json")).Json.GetProperty("locked").EnumerateArray());
        File.WriteAllText(_project.LockFile, "{");
        Assert.Contains("error PRUNE8007: ", (await ToolRun.OfAsync("plan", _project.Path)).Error, StringComparison.Ordinal);
        await Verify(table);
    }

    /// <summary>Locks this model's counts times a factor, and nothing else.</summary>
    private void Lock(double factor)
    {
        LockedBaselineFile.Write(_project.LockFile, new LockedBaseline(
            LockedBaseline.CurrentVersion,
            "val",
            4,
            new string('0', 64),
            ImmutableSortedDictionary<string, double>.Empty.Add("Flops", 5_000_000 * factor).Add("Parameters", 20_000 * factor),
            null));
    }
}
