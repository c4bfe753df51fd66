using Microsoft.Extensions.Time.Testing;
using Pruning.Pipeline.Store;
using Pruning.Storage;

namespace Pruning.Pipeline;

public sealed class FileLeaseTests : IDisposable
{
    // What a holder that died has left.
    private const string OfTheDead = "0123456789abcdef0123456789abcdef 7";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

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
        using var lease = Attempts().Try()!;
        var waiting = Attempts();
        for (var i = 0; i < 60; i++)
        {
            Assert.Null(waiting.Try());
            _time.Advance(Patience);
            lease.ShowLife();
        }

        Assert.True(File.Exists(_folder.PathOf("lease")));
    }

    [Fact]
    public void A_holder_shows_life_by_itself()
    {
        using var lease = new FileLease.Attempts(_folder.PathOf("lease"), _time)
        {
            Beat = TimeSpan.FromMilliseconds(1),
        }.Try();
        var signs = new HashSet<string>();
        Assert.True(
            SpinWait.SpinUntil(
                () => Read() is { Length: > 0 } content && signs.Add(content) && signs.Count == 3,
                TimeSpan.FromMinutes(1)
            )
        );
    }

    [Fact]
    public void That_of_a_holder_that_shows_none_is_taken_over_once()
    {
        _folder.Write("lease", OfTheDead);
        var (first, second) = (Attempts(), Attempts());
        Assert.Null(first.Try());
        Assert.Null(second.Try());

        _time.Advance(Patience);
        Assert.Null(first.Try());
        Assert.Equal(OfTheDead, Read());

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(first.Try());
        using var lease = first.Try();
        Assert.NotNull(lease);

        // Whose patience is at an end as well sees that there is a new holder.
        Assert.Null(second.Try());
        _time.Advance(Patience);
        Assert.Null(second.Try());
        Assert.NotNull(Read());
    }

    [Fact]
    public void Who_was_taken_for_dead_leaves_the_other_s_alone()
    {
        var lost = Attempts().Try()!;
        _folder.Write("lease", OfTheDead);
        lost.ShowLife();
        lost.Dispose();
        Assert.Equal(OfTheDead, Read());
    }

    // Its holder's thread never wakes by itself here: a test says when it shows life.
    private FileLease.Attempts Attempts() =>
        new(_folder.PathOf("lease"), _time) { Beat = TimeSpan.FromDays(1), Patience = Patience };

    private string? Read()
    {
        try
        {
            using var reader = new StreamReader(
                new FileStream(
                    _folder.PathOf("lease"),
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete
                )
            );
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
