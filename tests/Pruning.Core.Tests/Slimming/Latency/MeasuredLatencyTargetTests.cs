using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Yolo;

namespace Pruning.Slimming.Latency;

/// <summary>Measures for real, so nothing runs beside: a smaller network gains less on a processor that others are using.</summary>
[Collection(nameof(MeasuredLatencyTargetTests))]
[CollectionDefinition(nameof(MeasuredLatencyTargetTests), DisableParallelization = true)]
public class MeasuredLatencyTargetTests
{
    [Fact]
    public void In_the_runtime_itself_the_target_is_met()
    {
        var folder = Directory.CreateTempSubdirectory("pruning-latency-").FullName;
        try
        {
            var notes = new List<string>();
            var times = new RuntimeLayerTimes(folder, "this one", new OnnxExportOptions(160), notes.Add, CancellationToken.None);
            var options = new SlimmingOptions { Image = Extent.Square(160), Importance = Importance.L1, LayerTimes = times };
            var plan = PrunePlanner.Plan(YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1), [new(TargetMetric.Latency, Reduction: 0.4)], options);
            // Loosely, because machines have other work to do.
            Assert.InRange(plan.Latency!.MeasuredRatio!.Value, 0.3, 1.1);
            Assert.InRange(plan.Latency.AfterMilliseconds / plan.Latency.BeforeMilliseconds, 0.45, 0.601);
            Assert.NotEmpty(notes);
            Assert.Single(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
