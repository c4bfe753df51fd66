using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Pipeline;
using Pruning.Pipeline.Stages;
using Pruning.Reporting.Details;

namespace Pruning.Reporting;

public sealed class DetailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_s_curve_is_read_by_its_columns_names()
    {
        var curve = TrainingCurve.Read(
            "train",
            _folder.Write("training.csv", "epoch,box,mAP50-95,mAP50\n1,0.5,0.1,0.2\n2,0.4,,\n3,0.3,0.3,0.4\n")
        );
        Assert.Equal([new EpochAccuracy(1, 0.2, 0.1), new EpochAccuracy(3, 0.4, 0.3)], curve.Points.ToArray());
    }

    [Fact]
    public void A_histogram_counts_every_scale_once()
    {
        var histogram = ScaleHistogram.Count([0, 0.5, 1, 1], [0, 0, 1, 50])!;
        Assert.Equal((4, 4), (histogram.Before.Sum(), histogram.After.Sum()));
        Assert.Equal(2, histogram.After[0]);
        Assert.Equal(1, histogram.Before[0]);
        Assert.Null(ScaleHistogram.Count([], [1]));
    }

    [Fact]
    public void Precision_over_recall_falls_and_holds_the_area_that_is_average_precision()
    {
        var tally = new DetectionTally(2);
        foreach (
            var (confidence, right) in new[] { (0.9f, true), (0.8f, false), (0.7f, true), (0.6f, true), (0.5f, false) }
        )
            tally.AddDetection(confidence, 0, (ushort)(right ? 1 : 0));
        for (var label = 0; label < 4; label++)
            tally.AddLabel(0);
        var measured = Assert.Single(AveragePrecision.Measure(tally));

        var curve = measured.PrecisionByRecall;
        Assert.Equal(101, curve.Length);
        Assert.Equal(1, curve[0]);
        Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.Equal(measured.Averages[0], curve.Zip(curve.Skip(1), (a, b) => (a + b) / 2 * 0.01).Sum(), 12);
    }

    [Theory]
    [InlineData(640, 480, 480, 360)]
    [InlineData(480, 640, 360, 480)]
    [InlineData(100, 50, 100, 50)]
    [InlineData(9000, 3, 480, 1)]
    public void Pictures_are_made_small_and_never_large(int width, int height, int expectedWidth, int expectedHeight) =>
        Assert.Equal(new Extent(expectedHeight, expectedWidth), PictureSamples.Shrunk(new Extent(height, width)));

    [Fact]
    public void The_same_few_labelled_pictures_are_chosen_each_time()
    {
        var images = Enumerable
            .Range(0, 101)
            .Select(index => new LabeledImage(
                $"{index}.jpg",
                "",
                true,
                new Extent(10, 10),
                index % 2 == 0 ? [new Label(0, 0.5f, 0.5f, 0.1f, 0.1f)] : []
            ));
        var split = new DatasetSplit("val", ["a"], [.. images], []);

        Assert.Equal(
            ["0.jpg", "20.jpg", "40.jpg", "60.jpg", "80.jpg", "100.jpg"],
            PictureSamples.Choose(split).ToArray()
        );
        Assert.Equal(["1.jpg"], PictureSamples.Choose(split with { Images = [split.Images[1]] }).ToArray());
        Assert.Empty(PictureSamples.Choose(split with { Images = [] }));
    }
}
