using System.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_second_waits_is_told_by_whom_and_then_goes_on()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Acquire("a", _ => { });
        var second = Task.Run(() => Acquire("a", told.SetResult));

        Assert.Contains($"process {Environment.ProcessId}", await told.Task.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }

    [Fact]
    public void Different_names_do_not_wait()
    {
        using var first = Acquire("a", _ => { });
        using var second = Acquire("b", _ => Assert.Fail("waited"));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var first = Acquire("a", _ => { });

        var second = Task.Run(() => FileLock.Acquire(_folder.Root, "a", "tests", _ => cancellation.Cancel(), cancellation.Token));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_dead_holder_s_lock_is_taken_over()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Acquire("a", _ => { }).Dispose();
        var file = Directory.GetFiles(_folder.Root, "*.lock").Single();
        // Another process takes the lock and is killed without a chance to give it back.
        var info = new ProcessStartInfo("flock") { ArgumentList = { "-x", file, "sh", "-c", "echo locked; exec sleep 60" }, RedirectStandardOutput = true };
        using var holder = Process.Start(info)!;
        Assert.Equal("locked", await holder.StandardOutput.ReadLineAsync());
        var waited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Task.Run(() => Acquire("a", _ => waited.SetResult()));
        await waited.Task.WaitAsync(TimeSpan.FromSeconds(20));

        holder.Kill(entireProcessTree: true);

        (await second.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }

    private FileLock Acquire(string name, Action<string> waiting) => FileLock.Acquire(_folder.Root, name, "tests", waiting, CancellationToken.None);
}
