using System.Diagnostics;
using Pruning.Testing;

namespace Pruning.DotnetTool.Interruption;

/// <summary>
/// Two builds at once, of one project and of two that share stages: one works, the other waits, says for whom, and
/// takes what was made.
/// </summary>
[Trait("Category", "Slow")]
public sealed class TwoBuildsTests : IDisposable
{
    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    // Also on file systems that lock nothing, which this switch of the runtime makes of any.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void They_wait_for_each_other_and_train_once(bool sameProject, bool withoutLocks)
    {
        void Prepare(ProcessStartInfo start) =>
            start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = withoutLocks ? "1" : "0";
        var engine = _project.Engine("a");
        using var first = ProgramRun.Start("dotnet", [ProgramRun.Program, .. engine], Prepare);
        first.WaitFor("import: started");
        if (!sameProject)
            engine = Sibling(engine);
        using var second = ProgramRun.Start("dotnet", [ProgramRun.Program, .. engine], Prepare);

        Assert.True(second.WaitForExit() == ExitCodes.Success, second.Text);
        Assert.True(first.WaitForExit() == ExitCodes.Success, first.Text);

        var work = sameProject ? "building Detector.pruneproj" : "doing '";
        Assert.Contains(
            $"waiting for process {first.Id} on {Environment.MachineName}, {work}",
            second.Text,
            StringComparison.Ordinal
        );
        Assert.Contains(", since 20", second.Text, StringComparison.Ordinal);
        string[] epochs = [.. KilledBuildTests.CompletedEpochs([.. first.Lines, .. second.Lines])];
        Assert.Equal((TrainedProject.Epochs, TrainedProject.Epochs), (epochs.Length, epochs.Distinct().Count()));
        if (!sameProject)
            Assert.Equal(
                File.ReadAllBytes(_project.Model("a")),
                File.ReadAllBytes(Path.Combine(_project.Output("a") + "-sibling", "Detector.onnx"))
            );
    }

    [UnixFact]
    public void Who_waits_can_be_stopped_and_goes_on_when_the_other_is_killed()
    {
        using var first = ProgramRun.Start([.. _project.Engine("a", epochs: 1000)]);
        first.WaitFor("train: epoch 2/");
        using var stopped = ProgramRun.Start([.. _project.Engine("a", epochs: 1000)]);
        stopped.WaitFor("waiting for process");
        using var patient = ProgramRun.Start([.. _project.Engine("a", epochs: 1000)]);
        patient.WaitFor("waiting for process");

        UnixProcess.Signal(stopped.Id, UnixProcess.Interrupt);
        StoppedBuildTests.AssertStops(stopped);
        first.Kill();

        patient.WaitFor("train: epoch ");
        Assert.DoesNotContain("epoch 1/", patient.Text, StringComparison.Ordinal);
    }

    // Another project, with the same model and data and an output of its own.
    private string[] Sibling(string[] engine)
    {
        var (project, request) = (_project.PathOf("Sibling.pruneproj"), _project.PathOf("sibling.xml"));
        File.WriteAllText(project, "<Project />");
        File.WriteAllText(
            request,
            File.ReadAllText(engine[2])
                .Replace(_project.PathOf("Detector.pruneproj"), project, StringComparison.Ordinal)
                .Replace(_project.Output("a"), _project.Output("a") + "-sibling", StringComparison.Ordinal)
        );
        return [.. engine.Select(argument => argument == engine[2] ? request : argument)];
    }
}
