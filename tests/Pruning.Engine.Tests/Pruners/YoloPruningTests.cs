using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Yolo;

namespace Pruning.Pruners;

public class YoloPruningTests
{
    private static readonly ImmutableArray<string> Names = ["a", "b", "c"];

    [Theory]
    [InlineData("yolov5n", 0.5)]
    [InlineData("yolov5n", 0.7)]
    [InlineData("yolov5s", 0.5)]
    [InlineData("yolov5m", 0.6)]
    [InlineData("yolov5n6", 0.5)]
    public void A_cut_in_operations_is_met_within_one_per_cent(string architecture, double reduction) =>
        Cuts(YoloArchitecture.Create(architecture, Names, seed: 1), reduction);

    [RealDataFact]
    public void The_official_model_is_cut_to_the_target_and_the_same_way_twice()
    {
        var network = CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());
        Assert.Equal(Cuts(network, 0.5), Cuts(network, 0.5));
        Assert.Equal(Cuts(network, 0.7), Cuts(network, 0.7));
    }

    [Fact]
    public void Shortcuts_tie_what_they_add_and_the_head_holds_its_maps()
    {
        var layers = Coupling
            .Analyze(YoloArchitecture.Create("yolov5n", Names, seed: 1))
            .Explain()
            .ToDictionary(layer => layer.Layer);
        Assert.Equal(["model.4.m.0.cv2.conv", "model.4.m.1.cv2.conv"], layers["model.4.cv1.conv"].TiedTo.ToArray());
        Assert.Empty(layers["model.4.m.0.cv1.conv"].TiedTo);
        Assert.Empty(layers["model.9.cv1.conv"].TiedTo);
        Assert.NotEmpty(layers["model.24.m.0"].HeldBecause);
        Assert.Equal(
            ["model.24.m.0", "model.24.m.1", "model.24.m.2"],
            layers.Values.Where(layer => !layer.HeldBecause.IsEmpty).Select(layer => layer.Layer)
        );
    }

    [Fact]
    public void A_pruned_model_is_pruned_again()
    {
        var network = YoloArchitecture.Create("yolov5n", Names, seed: 1);
        var options = new PlanningOptions { Image = Extent.Square(320) };
        var once = Surgery.Prune(
            network,
            PrunePlanner.Plan(network, [new SparsityTarget(TargetMetric.Flops, 0.3)], options)
        );
        var plan = PrunePlanner.Plan(once, [new SparsityTarget(TargetMetric.Flops, 0.3)], options);
        Assert.InRange(plan.FlopsReduction, 0.3, 0.31);
        Surgery.Prune(once, plan);
    }

    private static string Cuts(Network network, double reduction)
    {
        var options = new PlanningOptions { Image = Extent.Square(320) };
        var plan = PrunePlanner.Plan(network, [new SparsityTarget(TargetMetric.Flops, reduction)], options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cut = Surgery.Prune(network, plan);

        // How long it takes the benchmark start-up measures; here it is counted that it copies what stays once, and
        // little else.
        var weights = sizeof(float) * network.Parameters.Sum(parameter => (long)parameter.Values.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, weights + (8 << 20));
        Assert.InRange(plan.FlopsReduction, reduction, reduction + 0.01);
        Assert.Equal(plan.After, NetworkCost.Count(cut, 320, 320));
        Assert.All(plan.Layers.Where(layer => layer.OutputsAfter < layer.OutputsBefore), layer =>
            Assert.True(layer.OutputsAfter >= 8, layer.Layer)
        );
        return plan.ToJson();
    }
}
