using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx;
using Pruning.Onnx.Latency;

namespace Pruning.Onnx;

public class LatencyTests
{
    private static readonly LatencyOptions Quick = new(WarmUp: 1, Rounds: 15);

    [Fact]
    public void A_larger_picture_takes_longer()
    {
        var network = SmallNetworks.Detector();
        var comparison = LatencyMeter.Compare(
            (OnnxExporter.Export(network, new OnnxExportOptions(64)), "small"),
            (OnnxExporter.Export(network, new OnnxExportOptions(256)), "large"),
            Quick
        );
        Assert.InRange(comparison.Ratio, 1.5, 200); // sixteen times the work
        Assert.InRange(comparison.Ratio, comparison.RatioLow, comparison.RatioHigh);
        Assert.Equal(15, comparison.Baseline.Rounds);
        Assert.Equal(1, comparison.Candidate.Batch);
    }

    [Theory]
    [InlineData(1000, 60)]
    [InlineData(0, 100)]
    public void Measuring_ends_when_the_ratio_is_known_closely_enough_or_all_rounds_are_done(double width, int rounds)
    {
        var model = (OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32)), "model");
        Assert.Equal(
            rounds,
            LatencyMeter.Compare(model, model, Quick with { Rounds = 100, RatioWidth = width }).Candidate.Rounds
        );
    }

    [Fact]
    public void Quartiles_and_ratio_follow_from_the_times()
    {
        double[] baseline = [10, 12, 14, 16, 1000];
        double[] candidate = [5, 6, 7, 8, 9];
        var comparison = LatencyComparison.Compare(baseline, candidate, (1, 1), 1);
        Assert.Equal(
            (14, 12, 16),
            (
                comparison.Baseline.MedianMilliseconds,
                comparison.Baseline.LowMilliseconds,
                comparison.Baseline.HighMilliseconds
            )
        );
        Assert.Equal(0.5, comparison.Ratio, 12);
        Assert.True(comparison.RatioLow <= 0.5 && comparison.RatioHigh >= 0.5);
    }

    [Fact]
    public void Equal_times_leave_no_doubt()
    {
        double[] times = [3, 4, 5, 4, 3, 8, 4];
        var comparison = LatencyComparison.Compare(times, times, (1, 1), 1);
        Assert.Equal((1, 1, 1), (comparison.Ratio, comparison.RatioLow, comparison.RatioHigh));
    }

    [Fact]
    public void Measuring_ends_when_asked_to()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, OnnxExporter.Export(SmallNetworks.Detector(), new OnnxExportOptions(32)));
            Assert.Throws<OperationCanceledException>(() => LatencyMeter.Measure(path, Quick, cancelled.Token));
            var measured = LatencyMeter.Measure(path, Quick with { MaximumDuration = TimeSpan.Zero });
            Assert.Equal(LatencyOptions.MinimumRounds, measured.Rounds);
            Assert.InRange(measured.MedianMilliseconds, measured.LowMilliseconds, measured.HighMilliseconds);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_has_a_code() =>
        Assert.Equal(
            Codes.OnnxFileUnreadable,
            Assert.Throws<PruneException>(() => LatencyMeter.Compare("a.onnx", "b.onnx", Quick)).Code
        );
}
