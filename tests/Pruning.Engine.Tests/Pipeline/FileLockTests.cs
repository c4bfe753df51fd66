using System.Collections.Concurrent;
using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Testing;

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

        var holder = await told.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Matches(
            $"^process {Environment.ProcessId} on {Environment.MachineName}, tests, since \\d{{4}}-\\d\\d-\\d\\d "
                + $"\\d\\d:\\d\\d:\\d\\d [+-]",
            holder
        );
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

        var second = Task.Run(() =>
            FileLock.Acquire(_folder.Root, "a", "tests", _ => cancellation.Cancel(), cancellation.Token)
        );

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
        var info = new ProcessStartInfo("flock")
        {
            ArgumentList = { "-x", file, "sh", "-c", "echo locked; exec sleep 60" },
            RedirectStandardOutput = true,
        };
        using var holder = Process.Start(info)!;
        Assert.Equal("locked", await holder.StandardOutput.ReadLineAsync());
        var waited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Task.Run(() => Acquire("a", _ => waited.SetResult()));
        await waited.Task.WaitAsync(TimeSpan.FromSeconds(20));

        holder.Kill(entireProcessTree: true);

        (await second.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }

    [Fact]
    public async Task Who_waits_is_told_when_the_next_one_has_it()
    {
        var told = new ConcurrentQueue<string>();
        using var cancellation = new CancellationTokenSource();
        var first = Acquire("a", _ => { });
        var waiting = Task.Run(() =>
            FileLock.Acquire(
                _folder.Root,
                "a",
                "third",
                holder =>
                {
                    told.Enqueue(holder);
                    first.Dispose();
                },
                cancellation.Token
            )
        );
        // Whichever of the two that wait gets it, the other is told so.
        var second = Task.Run(() => FileLock.Acquire(_folder.Root, "a", "second", _ => { }, cancellation.Token));
        var got = await Task.WhenAny(waiting, second).WaitAsync(TimeSpan.FromSeconds(20));
        if (got == second)
        {
            // It may have been seen before it said who it is.
            for (var wait = 0; !told.Any(IsOfSecond) && wait < 200; wait++)
                await Task.Delay(100);
            Assert.Contains(told, IsOfSecond);
        }

        (await got).Dispose();
        (await (got == second ? waiting : second).WaitAsync(TimeSpan.FromSeconds(20))).Dispose();

        static bool IsOfSecond(string holder) => holder.Contains("second", StringComparison.Ordinal);
    }

    // It took away what the next one had said of itself.
    [Fact]
    public void Given_back_twice_it_is_still_the_next_one_s()
    {
        var first = Acquire("a", _ => { });
        first.Dispose();
        using var second = FileLock.Acquire(_folder.Root, "a", "second", _ => { }, CancellationToken.None);
        first.Dispose();

        using var cancellation = new CancellationTokenSource();
        var told = "";
        Assert.ThrowsAny<OperationCanceledException>(() =>
            FileLock.Acquire(
                _folder.Root,
                "a",
                "third",
                holder =>
                {
                    told = holder;
                    cancellation.Cancel();
                },
                cancellation.Token
            )
        );
        Assert.Contains("second", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_waiting_it_is_had_or_not()
    {
        using (var first = FileLock.TryAcquire(_folder.Root, "a", "tests"))
        {
            Assert.NotNull(first);
            Assert.Null(FileLock.TryAcquire(_folder.Root, "a", "tests"));
            Assert.True(FileLock.AnyHeld(_folder.Root));
        }

        Assert.False(FileLock.AnyHeld(_folder.Root));
        FileLock.TryAcquire(_folder.Root, "a", "tests")!.Dispose();
    }

    // It was taken for one that somebody holds, and waited for without end.
    [MountFact]
    public void A_lock_that_cannot_be_taken_at_all_is_a_coded_error()
    {
        using var disk = new SmallDisk(_folder.PathOf("locks"));
        FileLock.Acquire(disk.Folder, "a", "tests", _ => { }, CancellationToken.None).Dispose();
        disk.MakeReadOnly();
        var refusal = Assert.Throws<PruneException>(() =>
            FileLock.Acquire(disk.Folder, "a", "tests", _ => Assert.Fail("waited"), CancellationToken.None)
        );
        Assert.Equal(Codes.CacheNotWritable, refusal.Code);
    }

    private FileLock Acquire(string name, Action<string> waiting) =>
        FileLock.Acquire(_folder.Root, name, "tests", waiting, CancellationToken.None);
}
