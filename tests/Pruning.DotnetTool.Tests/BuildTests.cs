using Pruning.Testing;

namespace Pruning.DotnetTool;

public sealed class BuildTests : IDisposable
{
    private readonly TinyProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Reports_are_asked_for_as_the_property_does_and_named_when_they_are_written()
    {
        var run = await ToolRun.OfAsync("build", _project.Path, "--reports", "junit,html");

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Equal("junit html", File.ReadAllText(_project.PathOf("reports.txt")).Trim());
        Assert.Contains(_project.PathOf("obj/report.html"), run.Out, StringComparison.Ordinal);
        var page = File.ReadAllText(_project.PathOf("obj/report.html"));
        Assert.Contains("<h2>Detections</h2>", page, StringComparison.Ordinal);
        Assert.Contains("precision (fraction)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_nobody_writes_is_bad_usage()
    {
        var run = await ToolRun.OfAsync("build", _project.Path, "--reports", "pdf");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("--reports", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_machine_made_is_fetched_and_a_plan_says_so()
    {
        using var remote = new LocalCache();
        using var first = new TinyProject { Remote = remote.Address, Push = true };
        using var second = new TinyProject { Remote = remote.Address };
        first.Ask();
        second.Ask();
        var made = await ToolRun.OfAsync("build", first.Path);
        Assert.True(made.ExitCode == ExitCodes.Success, made.Error);

        var planned = await ToolRun.OfAsync("plan", second.Path);
        Assert.True(planned.ExitCode == ExitCodes.Success, planned.Error);
        Assert.Contains("will be fetched", planned.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("will run", planned.Out, StringComparison.Ordinal);

        var got = await ToolRun.OfAsync("build", second.Path);
        Assert.True(got.ExitCode == ExitCodes.Success, got.Error);
        Assert.Contains("export: fetched from the remote cache", got.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done in", got.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(first.PathOf("obj/Detector.onnx")), File.ReadAllBytes(second.PathOf("obj/Detector.onnx")));
    }
}
