namespace Pruning.Tasks.Tests;

public sealed class RunPruningEngineTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RecordingBuildEngine _build = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_engine_gets_the_request_and_the_stage_and_its_lines_become_messages()
    {
        using var task = Task("train");

        Assert.True(task.Execute());

        Assert.Equal("train\n", Diary());
        Assert.Contains("train: progress", _build.Messages);
        Assert.Empty(_build.Errors);
    }

    [Fact]
    public void Details_and_the_decoders_remarks_are_for_a_detailed_log()
    {
        using var task = Task(
            "train",
            "train print detail: native library c10: /torch/libc10.so\ntrain print Corrupt JPEG data: premature "
                + "end of data segment"
        );

        Assert.True(task.Execute());

        Assert.Equal(
            ["native library c10: /torch/libc10.so", "Corrupt JPEG data: premature end of data segment"],
            _build.Details
        );
    }

    [Fact]
    public void Without_a_terminal_progress_for_one_is_not_asked_for_and_notices_are_messages()
    {
        using var task = Task(
            "train",
            "train print notice: Detector: 3 gates passed\ntrain print progress: train|epoch 1/3"
        );

        Assert.True(task.Execute());

        Assert.Contains("Detector: 3 gates passed", _build.Messages);
        Assert.DoesNotContain(_build.Messages, message =>
            message.Contains("epoch 1/3", StringComparison.Ordinal)
            || message.Contains("--terminal", StringComparison.Ordinal)
        );
    }

    // The MSBuild of these tests is the oldest that is supported, and has no such messages.
    [Fact]
    public void An_MSBuild_that_is_too_old_to_show_progress_builds_as_before()
    {
        using var task = Task("train", "train print notice: Detector: 3 gates passed");
        task.ShowProgress = true;

        Assert.True(task.Execute());

        Assert.Contains("Detector: 3 gates passed", _build.Messages);
    }

    [Fact]
    public void The_host_that_the_build_names_runs_a_managed_engine()
    {
        using var task = Task("train");
        task.Host = _folder.PathOf("no-dotnet");

        Assert.False(task.Execute());

        var error = Assert.Single(_build.Errors);
        Assert.Equal("PRUNE0201", error.Code);
        Assert.Contains($"'{task.Host}' cannot be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_errors_keep_code_and_place_and_get_no_companion()
    {
        using var task = Task(
            "gate",
            "gate print /p/Detector.pruneproj(8,5): error PRUNE8001: too bad\ngate print dotnet-prune: warning "
                + "PRUNE2003: odd\ngate exit 2"
        );

        Assert.False(task.Execute());

        Assert.Equal(2, task.ExitCode);
        var error = Assert.Single(_build.Errors);
        Assert.Equal(
            ("PRUNE8001", "/p/Detector.pruneproj", 8, 5, "too bad"),
            (error.Code, error.File, error.LineNumber, error.ColumnNumber, error.Message)
        );
        // Without a place of its own it is about the project, not about our targets file.
        Assert.Equal(
            ("PRUNE2003", _folder.PathOf("Detector.pruneproj")),
            (Assert.Single(_build.Warnings).Code, _build.Warnings[0].File)
        );
    }

    [Fact]
    public void An_error_fails_the_build_even_when_the_engine_forgets_its_exit_code()
    {
        using var task = Task("gate", "gate print dotnet-prune: error PRUNE8001: too bad");

        Assert.False(task.Execute());
    }

    [Theory]
    [InlineData("train exit 1", "stopped in stage 'train' with exit code 1")]
    [InlineData("train exit 137", "memory ran out")]
    [InlineData(
        "train crash",
        "crashed in stage 'train' (exit code 134): Unhandled exception. System.InvalidOperationException: a bug"
    )]
    public void An_end_without_an_error_gets_one(string script, string expected)
    {
        using var task = Task("train", script);

        Assert.False(task.Execute());

        var error = Assert.Single(_build.Errors);
        Assert.Equal("PRUNE0202", error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_engine_is_named()
    {
        using var task = Task("train");
        task.Engine = _folder.PathOf("nowhere");

        Assert.False(task.Execute());

        Assert.Equal("PRUNE0201", Assert.Single(_build.Errors).Code);
    }

    [Fact]
    public async Task A_cancelled_build_asks_the_engine_to_stop_and_reports_no_error()
    {
        using var task = Task("train", "train hang");
        var run = System.Threading.Tasks.Task.Run(task.Execute);
        await Until("hangs");

        task.Cancel();

        Assert.False(await run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.EndsWith("stopped\n", Diary(), StringComparison.Ordinal);
        Assert.Empty(_build.Errors);
    }

    [Fact]
    public async Task An_engine_that_will_not_stop_is_killed()
    {
        using var task = Task("train", "train hang-on");
        var run = System.Threading.Tasks.Task.Run(task.Execute);
        await Until("hangs");

        task.Cancel();

        Assert.False(await run.WaitAsync(TimeSpan.FromSeconds(60)));
        // It was not killed at once: it had time to write this.
        Assert.EndsWith("asked in vain\n", Diary(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_stops_within_five_seconds_and_later_than_the_engine_ends_itself() =>
        Assert.InRange(EngineProcess.Grace, TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(4.5));

    private RunPruningEngine Task(string stage, string script = "") =>
        FakeEngineTask.Create(_folder, _build, stage, script, "obj/a request.xml");

    private string Diary() => File.ReadAllText(_folder.PathOf("engine-calls.txt"));

    private async Task Until(string line)
    {
        for (var wait = 0; wait < 600; wait++)
        {
            if (File.Exists(_folder.PathOf("engine-calls.txt")) && Diary().Contains(line, StringComparison.Ordinal))
                return;
            await System.Threading.Tasks.Task.Delay(100);
        }

        Assert.Fail($"The engine never wrote '{line}'. {string.Join('\n', _build.Messages)}");
    }
}
