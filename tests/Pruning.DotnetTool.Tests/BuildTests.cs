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
}
