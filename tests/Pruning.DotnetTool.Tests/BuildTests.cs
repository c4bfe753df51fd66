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
    public async Task The_dense_file_that_a_build_measured_can_be_had_by_name()
    {
        var early = await ToolRun.OfAsync("export", _project.Path, "--baseline");
        Assert.Equal(ExitCodes.Error, early.ExitCode);
        Assert.Contains("error PRUNE9004: ", early.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await ToolRun.OfAsync("build", _project.Path)).ExitCode);

        var dense = await ToolRun.OfAsync(
            "export",
            Path.GetDirectoryName(_project.Path)!,
            "--baseline",
            "-o",
            _project.PathOf("dense.onnx"),
            "--format",
            "json"
        );
        Assert.True(dense.ExitCode == ExitCodes.Success, dense.Error);
        Assert.Equal("baseline", dense.Json.GetProperty("model").GetString());
        Assert.Equal(new FileInfo(_project.PathOf("dense.onnx")).Length, dense.Json.GetProperty("fileSize").GetInt64());
        Assert.Equal(
            ExitCodes.Success,
            (await ToolRun.OfAsync("export", _project.Path, "-o", _project.PathOf("pruned.onnx"))).ExitCode
        );
        Assert.Equal(
            File.ReadAllBytes(_project.PathOf("obj/Detector.onnx")),
            File.ReadAllBytes(_project.PathOf("pruned.onnx"))
        );
        Assert.True(
            new FileInfo(_project.PathOf("dense.onnx")).Length > new FileInfo(_project.PathOf("pruned.onnx")).Length
        );

        Assert.Contains(
            "error PRUNE0110: ",
            (await ToolRun.OfAsync("export", _project.Path, "--imgsz", "64")).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "error PRUNE0110: ",
            (await ToolRun.OfAsync("export", "yolov5n", "--baseline")).Error,
            StringComparison.Ordinal
        );
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
        Assert.Equal(
            File.ReadAllBytes(first.PathOf("obj/Detector.onnx")),
            File.ReadAllBytes(second.PathOf("obj/Detector.onnx"))
        );
    }
}
