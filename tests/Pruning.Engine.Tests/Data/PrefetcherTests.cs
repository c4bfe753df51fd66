using Pruning.Data;
using Xunit;

namespace Pruning.Tests.Data;

public class PrefetcherTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(3, 8)]
    public void Items_come_in_order_whatever_the_threads(int workers, int ahead)
    {
        using var prefetcher = new Prefetcher<Item>("test", 100, workers, ahead, (_, index) =>
        {
            Thread.Sleep(index % 7 == 0 ? 2 : 0);
            return new Item(index);
        });
        for (var i = 0; i < 100; i++)
            Assert.Equal(i, prefetcher.Take(default).Index);
        Assert.Throws<InvalidOperationException>(() => prefetcher.Take(default));
    }

    [Fact]
    public void An_error_is_thrown_at_its_item()
    {
        using var prefetcher = new Prefetcher<Item>("test", 5, 2, 3, (_, index) =>
            index == 2 ? throw new FormatException("two") : new Item(index)
        );
        prefetcher.Take(default);
        prefetcher.Take(default);
        Assert.Equal("two", Assert.Throws<FormatException>(() => prefetcher.Take(default)).Message);
        Assert.Equal(3, prefetcher.Take(default).Index);
    }

    [Fact]
    public void No_more_is_made_than_the_bound_allows_and_what_was_not_taken_is_disposed()
    {
        var made = new List<Item>();
        var prefetcher = new Prefetcher<Item>("test", 100, 1, 4, (_, index) =>
        {
            var item = new Item(index);
            lock (made)
                made.Add(item);
            return item;
        });
        var first = prefetcher.Take(default);
        SpinWait.SpinUntil(() => made.Count >= 5, TimeSpan.FromSeconds(10));
        Thread.Sleep(50);
        Assert.Equal(5, made.Count);
        prefetcher.Dispose();
        Assert.False(first.Disposed);
        Assert.All(made.Skip(1), item => Assert.True(item.Disposed));
    }

    [Fact]
    public void Waiting_can_be_cancelled()
    {
        using var release = new ManualResetEventSlim();
        using var prefetcher = new Prefetcher<Item>("test", 1, 1, 1, (_, index) =>
        {
            release.Wait();
            return new Item(index);
        });
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.ThrowsAny<OperationCanceledException>(() => prefetcher.Take(cancellation.Token));
        release.Set();
    }

    private sealed class Item(int index) : IDisposable
    {
        public int Index => index;

        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
