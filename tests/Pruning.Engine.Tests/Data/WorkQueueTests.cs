using Pruning.Data;
using Xunit;

namespace Pruning.Tests.Data;

public class WorkQueueTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    public void Every_item_is_done_once_and_a_workers_items_do_not_overlap(int workers, int capacity)
    {
        var done = new int[200];
        var busy = new int[workers];
        using (var queue = new WorkQueue<int>("test", workers, capacity, (worker, item) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref busy[worker]));
                Interlocked.Increment(ref done[item]);
                Thread.SpinWait(item % 5 * 100);
                Interlocked.Decrement(ref busy[worker]);
            }))
        {
            for (var i = 0; i < done.Length; i++)
                queue.Add(i, default);
            queue.Finish(default);
            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void No_more_waits_than_there_is_room_for()
    {
        using var release = new ManualResetEventSlim();
        using var queue = new WorkQueue<int>("test", 1, 2, (_, _) => release.Wait());
        var added = 0;
        var adding = new Thread(() =>
        {
            for (; added < 6; added++)
                queue.Add(added, default);
        });
        adding.Start();
        // One at work, two waiting.
        SpinWait.SpinUntil(() => Volatile.Read(ref added) >= 3, TimeSpan.FromSeconds(10));
        Thread.Sleep(50);
        Assert.Equal(3, Volatile.Read(ref added));
        release.Set();
        adding.Join();
        queue.Finish(default);
    }

    [Fact]
    public void The_earliest_failure_is_told_even_if_a_later_one_came_first()
    {
        using var failed = new ManualResetEventSlim();
        var begun = 0;
        using var queue = new WorkQueue<int>("test", 2, 8, (_, item) =>
        {
            Interlocked.Increment(ref begun);
            if (item == 1)
            {
                failed.Set();
                throw new FormatException("one");
            }

            failed.Wait();
            Thread.Sleep(50);
            throw new FormatException("zero");
        });
        var error = Assert.Throws<FormatException>(() =>
        {
            for (var i = 0; i < 20; i++)
                queue.Add(i, default);
            queue.Finish(default);
        });
        Assert.Equal("zero", error.Message);
        Assert.Equal(2, begun);
        Assert.Throws<FormatException>(() => queue.Finish(default));
    }

    [Fact]
    public void Waiting_for_room_and_for_the_end_can_be_cancelled()
    {
        using var release = new ManualResetEventSlim();
        using var queue = new WorkQueue<int>("test", 1, 1, (_, _) => release.Wait());
        queue.Add(0, default);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            queue.Add(1, soon.Token);
            queue.Add(2, soon.Token);
        });
        using var again = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Finish(again.Token));
        release.Set();
    }

    [Fact]
    public void Disposing_drops_what_waits()
    {
        using var begun = new ManualResetEventSlim();
        var done = 0;
        var queue = new WorkQueue<int>("test", 1, 10, (_, _) =>
        {
            begun.Set();
            Thread.Sleep(30);
            Interlocked.Increment(ref done);
        });
        for (var i = 0; i < 5; i++)
            queue.Add(i, default);
        begun.Wait();
        queue.Dispose();
        Assert.Equal(1, done);
    }
}
