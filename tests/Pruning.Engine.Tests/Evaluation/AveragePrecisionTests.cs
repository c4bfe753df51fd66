using Pruning.Evaluation;
using Pruning.Testing;
using Xunit;

namespace Pruning.Tests.Evaluation;

public class AveragePrecisionTests
{
    private const ushort All = 0b11_1111_1111;

    [Fact]
    public void Perfect_detections_score_one()
    {
        var tally = new DetectionTally(3);
        for (var i = 0; i < 20; i++)
        {
            tally.AddDetection(0.9f, i % 2, All);
            tally.AddLabel(i % 2);
        }

        var classes = AveragePrecision.Measure(tally);
        Assert.Equal([0, 1], classes.Select(entry => entry.ClassIndex));
        // The last of the 101 points is the sentinel (1, 0): half a step is lost, as in the original.
        Assert.All(classes, entry => Assert.All(entry.Averages, average => Assert.Equal(0.995, average, 12)));
        Assert.All(classes, entry => Assert.Equal((1.0, 1.0), (entry.Precision, entry.Recall)));
    }

    [Fact]
    public void Labels_without_detections_score_zero_and_classes_without_labels_take_no_part()
    {
        var tally = new DetectionTally(3);
        tally.AddLabel(2);
        tally.AddDetection(0.9f, 0, 0);
        var only = Assert.Single(AveragePrecision.Measure(tally));
        Assert.Equal((2, 1, 0.0, 0.0), (only.ClassIndex, only.Labels, only.Recall, only.Averages.Max()));
    }

    [Fact]
    public void The_confidence_at_which_precision_and_recall_are_read_lies_between_right_and_wrong_detections()
    {
        var tally = new DetectionTally(2);
        for (var i = 0; i < 40; i++)
        {
            tally.AddDetection(i % 2 == 0 ? 0.8f : 0.3f, i / 2 % 2, i % 2 == 0 ? All : (ushort)0);
            tally.AddLabel(i / 2 % 2);
        }

        var classes = AveragePrecision.Measure(tally);

        Assert.InRange(Assert.Single(classes.Select(entry => entry.Confidence).Distinct()), 0.3, 0.8);
    }

    [Fact]
    public void Without_labels_nothing_is_measured()
    {
        var tally = new DetectionTally(3);
        tally.AddDetection(0.9f, 0, 0);
        Assert.Empty(AveragePrecision.Measure(tally));
    }

    [RealDataFact]
    public void The_reference_arrays_give_the_reference_metrics()
    {
        var stats = NumpyFile.ReadArchive(TestData.PathOf("reference/metric_stats_cocoval128_320_rect.npz"));
        var tally = new DetectionTally(80);
        var (confidences, classes) = (stats["conf"].Floats, stats["pcls"].Integers);
        var correct = stats["correct"].Integers.Chunk(10).Select(DetectionMatchingTests.Bits).ToArray();
        for (var i = 0; i < confidences.Length; i++)
            tally.AddDetection(confidences[i], (int)classes[i], correct[i]);
        foreach (var label in stats["tcls"].Integers)
            tally.AddLabel((int)label);

        var measured = AveragePrecision.Measure(tally);
        Assert.Equal(stats["classes"].Integers, measured.Select(entry => (long)entry.ClassIndex));
        Near(stats["ap"].Floats, measured.SelectMany(entry => entry.Averages));
        Near(stats["p"].Floats, measured.Select(entry => entry.Precision));
        Near(stats["r"].Floats, measured.Select(entry => entry.Recall));
        Assert.Equal(0.281975, measured.Average(entry => entry.Averages.Average()), 1e-6);
        Assert.Equal(0.459080, measured.Average(entry => entry.Averages[0]), 1e-6);
    }

    private static void Near(float[] expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
}
