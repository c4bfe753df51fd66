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

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"export":[0]}""")]
    [InlineData("""{"export":null}""")]
    [InlineData("""{"export":[1e999]}""")]
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
