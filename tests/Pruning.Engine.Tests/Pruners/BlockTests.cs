using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.Blocks;
using Pruning.Yolo;

namespace Pruning.Pruners;

public class BlockTests
{
    private static readonly PlanningOptions Options = new() { Image = Extent.Square(64) };

    [Fact]
    public void Bottlenecks_are_blocks_with_a_shortcut_and_without()
    {
        var network = YoloArchitecture.Create("yolov5n", ["a"], seed: 1);
        var blocks = Block.Find(network);
        Assert.Equal(
            [
                "model.2.m.0",
                "model.4.m.0",
                "model.4.m.1",
                "model.6.m.0",
                "model.6.m.1",
                "model.6.m.2",
                "model.8.m.0",
                "model.13.m.0",
                "model.17.m.0",
                "model.20.m.0",
                "model.23.m.0",
            ],
            blocks.Select(block => block.Name)
        );
        Assert.Equal(
            [
                "model.2.m.0.cv1.conv",
                "model.2.m.0.cv1.bn",
                "model.2.m.0.cv1.act",
                "model.2.m.0.cv2.conv",
                "model.2.m.0.cv2.bn",
                "model.2.m.0.cv2.act",
                "model.2.m.0.add",
            ],
            blocks[0].Nodes.ToArray()
        );
    }

    [Fact]
    public void What_others_read_or_what_comes_from_elsewhere_is_no_block()
    {
        var build = new GraphBuilder(0);
        var image = build.Image();
        var x = build.Block("a", image, 8);
        var inner = build.Block("b", x, 8);
        var read = build.Sum("read", x, build.Block("c", inner, 8)); // what it makes in between is read by the head
        var elsewhere = build.Sum("elsewhere", read, build.Block("d", build.Block("e", image, 8), 8)); // does not come out of the shortcut
        var network = build.Build(build.Conv("head", build.Concat("cat", elsewhere, inner), 6));
        Assert.Empty(Block.Find(network));
    }

    [Fact]
    public void A_bottleneck_whose_shapes_differ_or_that_is_read_inside_stays()
    {
        var build = new GraphBuilder(0);
        var x = build.Block("a", build.Image(), 8);
        var wider = build.Block("c3.m.0.cv2", build.Block("c3.m.0.cv1", x, 4), 10, 3);
        var inner = build.Block("c4.m.0.cv1", x, 4);
        var read = build.Block("c4.m.0.cv2", inner, 8, 3);
        var plain = build.Block("c5.m.0.cv2", build.Block("c5.m.0.cv1", x, 4), 8, 3);
        var network = build.Build(build.Conv("head", build.Concat("cat", wider, read, inner, plain), 6));
        var block = Assert.Single(Block.Find(network));
        Assert.Equal(("c5.m.0", "a.act", "c5.m.0.cv2.act"), (block.Name, block.Input, block.Output));
        Assert.Equal("a.act", BlockRemoval.Remove(network, block).Graph["cat"].Inputs[^1]);
    }

    [Fact]
    public void Without_a_block_the_network_computes_what_it_does_with_the_branch_at_zero()
    {
        var build = new GraphBuilder(4);
        var x = build.Block("a", build.Image(), 8, 3);
        x = build.Sum("m.0.add", x, build.Block("m.0.cv2", build.Block("m.0.cv1", x, 4), 8, 3));
        x = build.Sum("m.1.add", x, build.Block("m.1.cv2", build.Block("m.1.cv1", x, 4), 8, 3));
        var network = build.Build(build.Conv("head", x, 6, bias: true));
        foreach (var block in Block.Find(network))
        {
            var without = BlockRemoval.Remove(network, block);
            var zeroed = network.Parameters.With(
                new[] { "weight", "bias" }.Select(suffix => Parameter.Filled($"{block.Name}.cv2.bn.{suffix}", 0, 8))
            );
            var image = new ReferenceEvaluator.Map(3, 8, 8);
            for (var i = 0; i < image.Values.Length; i++)
                image.Values[i] = Math.Sin(i);
            Assert.Equal(
                ReferenceEvaluator.Run(network.Graph, zeroed, image)["head"].Values,
                ReferenceEvaluator.Run(without.Graph, without.Parameters, image)["head"].Values
            );
            Assert.Equal(network.Parameters.Count - 10, without.Parameters.Count);
            Assert.DoesNotContain(without.Graph.Nodes, node =>
                node.Name.StartsWith(block.Name + ".", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void The_blocks_that_cost_least_go_until_the_target_holds()
    {
        var network = YoloArchitecture.Create("yolov5n", ["a"], seed: 1);
        // Without model.6.m.1 the loss falls, without model.4.m.0 it hardly rises; all others are dear.
        var evidence = new FixedLosses(new() { ["model.6.m.1"] = -0.1, ["model.4.m.0"] = 0.01 });
        var (cut, plan) = BlockPlanner.Prune(
            network,
            [new(TargetMetric.Flops, Reduction: 0.05)],
            Options with
            {
                Evidence = evidence,
            }
        );
        Assert.Equal(
            ["model.4.m.0", "model.6.m.1"],
            plan.Blocks.Where(block => block.Removed).Select(block => block.Name)
        );
        Assert.True(plan.After.Flops <= 0.95 * plan.Before.Flops);
        Assert.Equal(plan.After, NetworkCost.Count(cut, 64, 64));
        Assert.Equal(0.01, plan.Blocks.Single(block => block.Name == "model.4.m.0").LossRise, 9);
    }

    [Fact]
    public void Kept_blocks_stay_and_what_cannot_be_met_is_refused_with_what_is_reached()
    {
        var network = YoloArchitecture.Create("yolov5n", ["a"], seed: 1);
        var options = Options with
        {
            Evidence = new FixedLosses([]),
            KeepLayers = [new(new LayerPattern("model.6.m.*"))],
        };
        var error = Assert.Throws<PruneException>(() =>
            BlockPlanner.Prune(network, [new(TargetMetric.Flops, Reduction: 0.5)], options)
        );
        Assert.Equal(Codes.TargetOutOfReach, error.Code);
        Assert.Contains(
            "'model.6.m.0' stays: KeepLayer 'model.6.m.*' keeps it",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            Codes.TargetUnsupported,
            Assert
                .Throws<PruneException>(() =>
                    BlockPlanner.Prune(network, [new(TargetMetric.Latency, Reduction: 0.1)], options)
                )
                .Code
        );
        Assert.Equal(
            Codes.ImportanceUnavailable,
            Assert
                .Throws<PruneException>(() =>
                    BlockPlanner.Prune(network, [new(TargetMetric.Flops, Reduction: 0.01)], Options)
                )
                .Code
        );
    }

    [Fact]
    public void The_result_is_a_network_that_is_written_read_and_cut_by_channels()
    {
        var network = YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1);
        var cut = Block
            .Find(network)
            .Where(block => block.Name is "model.2.m.0" or "model.6.m.1")
            .Aggregate(network, BlockRemoval.Remove);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");
        try
        {
            SafetensorsFile.Save(path, cut);
            var read = SafetensorsFile.Load(path);
            Assert.Equal(cut.Graph.Nodes.Select(node => node.Name), read.Graph.Nodes.Select(node => node.Name));
            var plan = PrunePlanner.Plan(read, [new(TargetMetric.Flops, Reduction: 0.4)], Options);
            Assert.InRange(
                1
                    - (
                        (double)NetworkCost.Count(Surgery.Prune(read, plan), 64, 64).Flops
                        / NetworkCost.Count(read, 64, 64).Flops
                    ),
                0.4,
                0.41
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A loss of 1 with all blocks, and given rises without one.</summary>
    private sealed class FixedLosses(Dictionary<string, double> rises) : ICalibrationStatistics
    {
        public ImmutableArray<InputChannelStatistics> LossChanges(Network network) => throw new NotSupportedException();

        public IReadOnlyDictionary<string, SecondOrder.ReaderCurvature> Curvatures(Network network) =>
            throw new NotSupportedException();

        public InputChannelStatistics InputEnergies(Network network) => throw new NotSupportedException();

        public (double Whole, ImmutableArray<double> Without) MeanLosses(
            Network network,
            ImmutableArray<Block> blocks
        ) => (1, [.. blocks.Select(block => 1 + rises.GetValueOrDefault(block.Name, 5))]);
    }
}
