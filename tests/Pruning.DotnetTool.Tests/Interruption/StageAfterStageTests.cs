using Pruning.Testing;

namespace Pruning.DotnetTool.Interruption;

/// <summary>An engine that a build asks for stage after stage.</summary>
[Trait("Category", "Slow")]
public sealed class StageAfterStageTests : IDisposable
{
    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void It_ends_in_the_bits_of_a_build_in_one_go()
    {
        using var run = Start("import");
        foreach (
            var (done, next) in new[]
            {
                ("import", "train"),
                ("train", "sparse-train"),
                ("sparse-train", "prune"),
                ("prune", "fine-tune"),
                ("fine-tune", "export"),
                ("export", "gate"),
            }
        )
        {
            Assert.DoesNotContain(run.Lines, line => line.StartsWith($"{next}: done", StringComparison.Ordinal));
            run.WaitFor(After(done));
            run.Say(next);
        }

        run.WaitFor(After("gate"));
        run.EndInput();

        Assert.Equal(ExitCodes.Success, run.WaitForExit());
        Assert.Single(run.Lines, line => line.StartsWith("train: done", StringComparison.Ordinal));
        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(_project.Model("a")));
    }

    [Fact]
    public void The_end_of_its_input_is_the_end_of_one_that_waits_and_it_says_nothing_of_it()
    {
        using var run = Start("import");
        run.WaitFor(After("import"));
        run.EndInput();

        Assert.Equal(ExitCodes.Success, run.WaitForExit());
        Assert.Equal(After("import"), run.Lines[^1]);
    }

    [UnixFact]
    public void A_signal_ends_one_that_waits()
    {
        using var run = Start("import");
        run.WaitFor(After("import"));
        UnixProcess.Signal(run.Id, UnixProcess.Terminate);

        StoppedBuildTests.AssertStops(run);
    }

    [Fact]
    public void The_end_of_its_input_stops_a_later_stage_too()
    {
        using var run = Start("import", epochs: 1000);
        run.WaitFor(After("import"));
        run.Say("train");
        run.WaitFor("train: epoch 2");
        run.EndInput();

        StoppedBuildTests.AssertStops(run);
    }

    private static string After(string stage) => $"awaiting: what comes after {stage}";

    private ProgramRun Start(string stage, int epochs = 3) =>
        ProgramRun.Start([.. _project.Engine("a", epochs, stage), "--attended"]);
}
