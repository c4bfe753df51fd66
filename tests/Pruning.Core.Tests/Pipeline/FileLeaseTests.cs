using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

public sealed class FileLeaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_at_a_time_has_it()
    {
        var (first, second) = (Attempts(), Attempts());
        using (var lease = first.Try())
        {
            Assert.NotNull(lease);
            Assert.Null(second.Try());
            Assert.Null(first.Try());
        }

        second.Try()!.Dispose();
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_holder_that_shows_life_keeps_it()
    {
        using var lease = Attempts().Try();
        var waiting = Attempts();
        for (var i = 0; i < 60; i++)
        {
            Assert.Null(waiting.Try());
            Thread.Sleep(50);
        }
    }

    [Fact]
    public void That_of_a_holder_that_shows_none_is_taken_over_once()
    {
        _folder.Write("lease", "0123456789abcdef0123456789abcdef 7");
        var (first, second) = (Attempts(), Attempts());
        Assert.Null(first.Try());
        Assert.Null(second.Try());
        FileLease? lease;
        while ((lease = first.Try()) is null)
            Thread.Sleep(20);

        // Whose patience is at an end as well sees that there is a new holder.
        for (var i = 0; i < 30; i++)
        {
            Assert.Null(second.Try());
            Thread.Sleep(50);
        }

        lease.Dispose();
    }

    [Fact]
    public void Who_was_taken_for_dead_leaves_the_other_s_alone()
    {
        var lost = Attempts().Try()!;
        _folder.Write("lease", "0123456789abcdef0123456789abcdef 7");
        Thread.Sleep(300);
        lost.Dispose();
        Assert.Equal("0123456789abcdef0123456789abcdef 7", File.ReadAllText(_folder.PathOf("lease")));
    }

    private FileLease.Attempts Attempts() => new(_folder.PathOf("lease")) { Beat = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromSeconds(2) };
}
