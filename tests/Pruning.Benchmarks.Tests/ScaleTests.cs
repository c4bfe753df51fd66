using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Data;
using Pruning.Pipeline;
using Pruning.Pipeline.Stages;
using Pruning.Storage;

namespace Pruning.Benchmarks;

/// <summary>An image costs as much among many as among few.</summary>
public sealed class ScaleTests : IDisposable
{
    private const int Few = 200;
    private const int Many = 2_000;

    // What grows with the square of the number costs ten times as much an image; a busy machine hardly makes it three,
    // at its best of five.
    private const double Slack = 3;

    private readonly WorkFolder _folder = new();
    private readonly DatasetSplit _source;

    public ScaleTests()
    {
        var (_, data) = DrawnInputs.Make(_folder, (Train: 4, Validation: 1));
        _source = Dataset.Load(data, UnheardDiagnostics.Instance).Split("train");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scanning_hashing_and_checking_are_linear()
    {
        var (few, many) = (Scaled(Few), Scaled(Many));
        Assert.All(
            new Func<ScaledDataset, double>[]
            {
                data => data.Scan(),
                data => data.Hash(),
                data => data.CheckForChanges(),
            },
            work =>
            {
                var (ofFew, ofMany) = (double.PositiveInfinity, double.PositiveInfinity);
                for (var round = 0; round < 5; round++)
                    (ofFew, ofMany) = (Math.Min(ofFew, work(few)), Math.Min(ofMany, work(many)));
                Assert.True(
                    ofMany / Many <= Slack * ofFew / Few,
                    FormattableString.Invariant($"{Few} images took {ofFew:0.0000} s, {Many} took {ofMany:0.0000} s.")
                );
            }
        );
    }

    [Fact]
    public void Only_what_was_touched_is_hashed_again_and_the_same_contents_are_no_change()
    {
        var yaml = ManyImages.Write(_folder.Fresh("touched"), _source, 50);
        var (first, read) = Fingerprint(yaml);
        Assert.Equal(100, read);
        Assert.Equal((first, 0), Fingerprint(yaml));

        File.SetLastWriteTimeUtc(
            Dataset.Load(yaml, UnheardDiagnostics.Instance).Split("train").Images[7].Path,
            DateTime.UtcNow.AddMinutes(-5)
        );

        Assert.Equal((first, 1), Fingerprint(yaml));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(200, 1)]
    [InlineData(20, 10)]
    public void Loading_decodes_each_image_once_however_many_and_however_often(int images, int epochs)
    {
        var split = Dataset
            .Load(ManyImages.Write(_folder.Fresh("loaded"), _source, images), UnheardDiagnostics.Instance)
            .Split("train");
        // One thread: two may both decode an image that neither finds.
        using var loader = new TrainingLoader(split, new TrainingLoaderOptions { ImageSize = 32, Workers = 1 });
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in loader.Epoch(epoch))
                batch.Dispose();
        }

        Assert.Equal(images, loader.Decoded);
    }

    private ScaledDataset Scaled(int count) => new(_folder.Fresh($"scaled-{count}"), _source, count);

    private (Fingerprint Content, int Read) Fingerprint(string yaml)
    {
        var files = FileHashes.Load(_folder.PathOf("hashes.tsv"));
        var content = new SplitHashes(
            Dataset.Load(yaml, UnheardDiagnostics.Instance),
            files,
            UnheardDiagnostics.Instance
        ).Of("train");
        files.Save();
        return (content, files.Read);
    }
}
