namespace Pruning.Pipeline;

public class FingerprintTests
{
    [Fact]
    public void Is_pinned_so_that_stores_stay_readable() =>
        Assert.Equal(
            "a25d79be",
            new FingerprintBuilder()
                .Add("stage", "train")
                .Add("epochs", 3)
                .Add("rate", 0.01)
                .Add("penalty", (double?)null)
                .Build()
                .Hex[..8]
        );

    [Fact]
    public void Boundaries_between_entries_count() =>
        Assert.NotEqual(
            new FingerprintBuilder().Add("a", "bc").Build(),
            new FingerprintBuilder().Add("ab", "c").Build()
        );

    [Fact]
    public void Lists_cannot_be_mistaken_for_their_neighbours() =>
        Assert.NotEqual(
            new FingerprintBuilder().Add("x", ["a", "b"]).Add("x", ["c"]).Build(),
            new FingerprintBuilder().Add("x", ["a"]).Add("x", ["b", "c"]).Build()
        );

    [Fact]
    public void Auto_differs_from_empty_and_from_its_own_spelling()
    {
        var decided = new FingerprintBuilder().Add("x", (string?)null).Build();
        Assert.NotEqual(decided, new FingerprintBuilder().Add("x", "").Build());
        Assert.NotEqual(decided, new FingerprintBuilder().Add("x", "-").Build());
    }
}
