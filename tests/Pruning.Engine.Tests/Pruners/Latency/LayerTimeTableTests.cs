using Pruning.Graphs;

namespace Pruning.Pruners.Latency;

public sealed class LayerTimeTableTests : IDisposable
{
    private static readonly LayerTimeTable.Circumstances Here = new("1.29.0", "a processor", 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-table-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "times", "table.json");

    [Fact]
    public void A_layer_is_measured_once_and_found_again_by_the_next()
    {
        var first = Table(Here, 0.5);
        Assert.Equal([0.5, 0.5, 0.5], first.Of([Pool(8), Pool(16), Pool(8)]));
        Assert.Equal(0.25, first.Of("network x", () => 0.25));
        Assert.Equal(2, first.Measured);

        var second = Table(Here, 7);
        Assert.Equal([0.5, 7, 0.5], second.Of([Pool(16), Pool(32), Pool(8)]));
        Assert.Equal(0.25, second.Of("network x", () => 9));
        Assert.Equal(1, second.Measured);
    }

    [Theory]
    [InlineData("1.30.0", "a processor", 1)]
    [InlineData("1.29.0", "another", 1)]
    [InlineData("1.29.0", "a processor", 2)]
    public void Times_of_other_circumstances_do_not_count(string runtime, string processor, int threads)
    {
        Table(Here, 0.5).Of([Pool(8)]);
        Assert.Equal([7], Table(new(runtime, processor, threads), 7).Of([Pool(8)]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"circumstances":null,"milliseconds":null}""")]
    [InlineData(
        """{"circumstances":{"runtime":"1.29.0","processor":"a processor","threads":1},"milliseconds":{"maximum 5x5 stride 1 padding 2 8>8 32x32":-1}}"""
    )]
    public void A_damaged_file_is_measured_anew(string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, content);
        Assert.Equal([7], Table(Here, 7).Of([Pool(8)]));
        Assert.Equal([7], Table(Here, 8).Of([Pool(8)]));
    }

    [Fact]
    public void Two_at_once_keep_what_either_measured()
    {
        var (one, other) = (Table(Here, 1), Table(Here, 2));
        one.Of([Pool(8)]);
        other.Of([Pool(16)]);
        Assert.Equal([1, 2], Table(Here, 9).Of([Pool(8), Pool(16)]));
    }

    [Fact]
    public void What_was_measured_before_a_cancellation_is_kept()
    {
        using var cancel = new CancellationTokenSource();
        var table = new LayerTimeTable(Path, Here, layer =>
        {
            cancel.Cancel();
            return 3;
        });
        Assert.Throws<OperationCanceledException>(() => table.Of([Pool(8), Pool(16)], null, cancel.Token));
        Assert.Equal([3, 9], Table(Here, 9).Of([Pool(8), Pool(16)]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LayerTimeTable Table(LayerTimeTable.Circumstances circumstances, double milliseconds) =>
        new(Path, circumstances, _ => milliseconds);

    private static LayerShape Pool(int channels) => new(new MaxPoolNode("p", "x", 5, 1, 2), 32, channels, channels);
}
