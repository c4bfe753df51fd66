using System.Diagnostics;
using Pruning.DotnetTool.Terminal;
using Pruning.Testing;

namespace Pruning.DotnetTool.Interruption;

/// <summary>
/// Whatever asks a run to stop has it gone before its work is done, and told what becomes of its work.
/// </summary>
[Trait("Category", "Slow")]
public sealed class StoppedBuildTests : IDisposable
{
    // A minute of training: a run that ends it has not heeded the signal.
    private const int ManyEpochs = 1000;

    private const string GoesOn =
        "dotnet-prune: stopped; what was finished is kept, and the next build goes on from there.";

    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    [UnixTheory]
    [InlineData(UnixProcess.HangUp)]
    [InlineData(UnixProcess.Interrupt)]
    [InlineData(UnixProcess.Terminate)]
    public void A_signal_ends_a_training_and_the_next_build_goes_on(int signal)
    {
        using (var run = Training())
        {
            UnixProcess.Signal(run.Id, signal);
            AssertStops(run);
        }

        // Also where the holder of a lock did not leave it in order.
        using var next = Training();
        Assert.DoesNotContain("epoch 1/", next.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", next.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_its_input_is_the_end_of_an_engine_that_a_build_started()
    {
        using var run = Training("--attended");
        run.EndInput();
        AssertStops(run);
    }

    [Fact]
    public void An_engine_that_nobody_attends_does_not_mind()
    {
        using var run = ProgramRun.Start([.. _project.Engine("a", epochs: ManyEpochs)]);
        run.EndInput();
        run.WaitFor("train: epoch 3/");
    }

    [UnixTheory]
    [InlineData(UnixProcess.HangUp)]
    public void What_was_started_with_nohup_outlives_its_terminal(int signal)
    {
        using var run = ProgramRun.Start(
            "nohup",
            ["dotnet", ProgramRun.Program, .. _project.Engine("a", epochs: ManyEpochs)]
        );
        run.WaitFor("train: epoch 2/");
        UnixProcess.Signal(run.Id, signal);
        run.WaitFor("train: epoch 9/");
    }

    // A stage may be over before the signal comes, which then meets the one that follows.
    [UnixFact]
    public void Stopped_in_one_stage_after_the_other_it_ends_in_the_bits_of_an_undisturbed_build()
    {
        string[] followedByMore = ["import-check", "sparse-train", "prune"];
        foreach (var stage in (string[])[.. followedByMore, "export", "evaluate", "evaluate-latency"])
        {
            using var run = ProgramRun.Start([.. _project.Engine("stopped")]);
            run.WaitForStage(stage); // where the signal met one behind it before, it is up to date
            var signalled = UnixProcess.TrySignal(run.Id, UnixProcess.Interrupt);
            // The last stages take so little together that all may be over before the signal is sent, or heeded.
            if (!followedByMore.Contains(stage) && run.WaitForExit() == ExitCodes.Success)
                break;
            Assert.True(signalled, run.Text);
            AssertStops(run);
        }

        _project.Build("stopped");
        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(_project.Model("stopped")));
    }

    [Fact]
    public void An_engine_that_does_not_notice_ends_itself_before_the_build_that_waits_for_it_kills_it() =>
        Assert.InRange(HardStop.Grace, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

    // As in a native operator: opening a pipe that nobody writes to.
    [UnixFact]
    public void Work_that_cannot_be_interrupted_is_left_behind()
    {
        var pipe = _project.PathOf("request.xml");
        using (var make = ProgramRun.Start("mkfifo", [pipe]))
            Assert.Equal(0, make.WaitForExit());
        using var run = ProgramRun.Start("engine", "--request", pipe, "--stage", "gate");
        var worked = TimeSpan.Zero;
        Until(
            () => -worked + (worked = run.Worked) < TimeSpan.FromSeconds(0.05) && worked > TimeSpan.FromSeconds(0.05),
            "It works on",
            TimeSpan.FromSeconds(0.5)
        );
        UnixProcess.Signal(run.Id, UnixProcess.Interrupt);
        AssertStops(run);
    }

    // As a terminal does it: the signal goes to MSBuild, which evaluates the project, as well.
    [UnixTheory]
    [InlineData("evaluating")]
    [InlineData("train: epoch 2/")]
    public void Ctrl_C_ends_a_build_by_the_tool_with_all_its_processes(string moment)
    {
        var engine = _project.Engine("a", epochs: ManyEpochs);
        File.WriteAllText(
            _project.PathOf("Detector.pruneproj"),
            $"""
            <Project>
              <PropertyGroup><PruningRequestFile>{engine[2]}</PruningRequestFile></PropertyGroup>
              <Target Name="Restore" />
              <Target Name="BeforePruning" />
              <Target Name="PruningWriteRequest"><Exec Command="sleep 30" Condition="'{moment}' == 'evaluating'" /></Target>
            </Project>
            """
        );
        using var run = ProgramRun.Start(
            "setsid",
            [
                "env",
                "--default-signal=INT",
                "dotnet",
                ProgramRun.Program,
                "build",
                _project.PathOf("Detector.pruneproj"),
                "-v",
                "detailed",
            ]
        );
        if (moment == "evaluating")
            Until(
                () =>
                    UnixProcess
                        .OfSession(run.Id)
                        .Any(command => command.Contains("sleep 30", StringComparison.Ordinal)),
                "MSBuild never ran"
            );
        else
            run.WaitFor(moment);
        UnixProcess.Signal(-run.Id, UnixProcess.Interrupt);
        AssertStops(run);
        Until(() => UnixProcess.OfSession(run.Id).Length == 0, "Some of its processes still run");
    }

    private ProgramRun Training(params string[] more)
    {
        var run = ProgramRun.Start([.. _project.Engine("a", epochs: ManyEpochs), .. more]);
        run.WaitFor("train: epoch 2"); // one is finished
        return run;
    }

    internal static void AssertStops(ProgramRun run, string farewell = GoesOn)
    {
        var exitCode = run.WaitForExit();
        Assert.DoesNotContain(run.Lines, line =>
            line.StartsWith($"train: epoch {ManyEpochs}/", StringComparison.Ordinal)
        );
        Assert.True(exitCode == ExitCodes.Error, $"Exit code {exitCode}:\n{run.Text}");
        Assert.Contains(farewell, run.Lines);
    }

    private static void Until(Func<bool> holds, string otherwise, TimeSpan? interval = null)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); Thread.Sleep(interval ?? TimeSpan.FromMilliseconds(20)))
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), otherwise);
    }
}
