using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pruners;
using Pruning.Pruners.Latency;
using Pruning.Yolo;

namespace Pruning.Benchmarks;

/// <summary>
/// A target of time, measured for real, so nothing runs beside: a smaller network gains less on a processor that others
/// are using. What is asked for is what any processor can give: how much of the time the narrowest network saves
/// differs between them, and was 38 % on the one where it was least.
/// </summary>
public class MeasuredLatencyTargetTests
{
    // Others may use the processor while one of the two networks is timed, and not while the other is: then the moment
    // was bad, and another is as good a test.
    private const int Attempts = 3;

    private const double Reduction = 0.2;

    [Fact]
    [Trait("Category", "Slow")]
    public void In_the_runtime_itself_the_target_is_met()
    {
        var planned = Plan();
        for (
            var attempt = 1;
            attempt < Attempts
                && (
                    planned.MeasuredRatio is not (>= 0.4 and <= 1.2)
                    || Share(planned) is not (>= 0.6 and <= 1 - Reduction + 0.001)
                );
            attempt++
        )
            planned = Plan();

        // Loosely, because machines have other work to do.
        Assert.InRange(planned.MeasuredRatio!.Value, 0.4, 1.2);
        Assert.InRange(Share(planned), 0.6, 1 - Reduction + 0.001);
    }

    private static double Share(PlannedLatency latency) => latency.AfterMilliseconds / latency.BeforeMilliseconds;

    private static PlannedLatency Plan()
    {
        var folder = Directory.CreateTempSubdirectory("pruning-latency-").FullName;
        try
        {
            var notes = new List<string>();
            var times = new RuntimeLayerTimes(
                folder,
                "this one",
                new OnnxExportOptions(160),
                notes.Add,
                CancellationToken.None
            );
            var options = new PlanningOptions
            {
                Image = Extent.Square(160),
                Importance = Importance.L1,
                LayerTimes = times,
            };
            var plan = PrunePlanner.Plan(
                YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1),
                [new(TargetMetric.Latency, Reduction)],
                options
            );
            Assert.NotEmpty(notes);
            Assert.Single(Directory.GetFiles(folder));
            return plan.Latency!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
