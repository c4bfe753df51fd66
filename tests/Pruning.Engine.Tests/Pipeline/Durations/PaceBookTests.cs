namespace Pruning.Pipeline.Durations;

public sealed class PaceBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_middle_one_of_the_last_five_times_counts_and_is_known_to_the_next_process()
    {
        var paces = PaceBook.Open(_folder.Root, "cpu");
        Assert.Null(paces.Of("export"));
        // The first one is forgotten; one that took long says little.
        foreach (var seconds in (int[])[1000, 1, 2, 3, 4, 500])
            paces.Add(StepWork.Whole("export"), TimeSpan.FromSeconds(seconds));
        paces.Add(new StepWork("nothing", 0), TimeSpan.FromSeconds(1));

        var read = PaceBook.Open(_folder.Root, "cpu");
        Assert.Equal(3, read.Of("export"));
        Assert.Null(read.Of("nothing"));
        // Another device is another machine.
        Assert.Null(PaceBook.Open(_folder.Root, "cuda:0").Of("export"));
    }

    [Fact]
    public void A_short_step_that_was_slow_to_begin_says_little_beside_a_long_one()
    {
        var paces = PaceBook.Open(_folder.Root, "cpu");
        paces.Add(new StepWork("training auto", 1), TimeSpan.FromSeconds(10));
        paces.Add(new StepWork("training auto", 100), TimeSpan.FromSeconds(100));
        paces.Add(new StepWork("training auto", 2), TimeSpan.FromSeconds(12));

        Assert.Equal(1, paces.Of("training auto"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"export":[{"amount":1,"seconds":0}]}""")]
    [InlineData("""{"export":null}""")]
    [InlineData("""{"export":[2.5]}""")]
    public void What_cannot_be_read_is_not_known(string text)
    {
        PaceBook.Open(_folder.Root, "cpu").Add(StepWork.Whole("import"), TimeSpan.FromSeconds(1));
        File.WriteAllText(Directory.GetFiles(_folder.PathOf("paces")).Single(), text);

        var paces = PaceBook.Open(_folder.Root, "cpu");
        Assert.Null(paces.Of("export"));
        paces.Add(StepWork.Whole("export"), TimeSpan.FromSeconds(2));
        Assert.Equal(2, PaceBook.Open(_folder.Root, "cpu").Of("export"));
    }
}
