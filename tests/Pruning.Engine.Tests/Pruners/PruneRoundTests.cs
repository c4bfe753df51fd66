using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Pruners;

public class PruneRoundTests
{
    private static readonly Network Nano = YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1);

    private static readonly PlanningOptions Options = new() { Image = Extent.Square(64), Importance = Importance.L1 };

    [Fact]
    public void Each_round_goes_an_equal_part_of_the_way()
    {
        ImmutableArray<SparsityTarget> half = [new(TargetMetric.Flops, Reduction: 0.5)];
        var dense = NetworkCost.Count(Nano, 64, 64);
        var network = Nano;
        foreach (var round in (int[])[1, 2, 3])
        {
            network = Surgery.Prune(
                network,
                PrunePlanner.Plan(network, half, Options with { Round = new PruneRound(round, 3, Nano) })
            );
            Assert.InRange(
                1 - ((double)NetworkCost.Count(network, 64, 64).Flops / dense.Flops),
                (0.5 * round / 3) - 1e-9,
                (0.5 * round / 3) + 0.01
            );
        }
    }

    [Fact]
    public void A_maximum_is_reached_in_the_last_round()
    {
        var dense = NetworkCost.Count(Nano, 64, 64).Parameters;
        ImmutableArray<SparsityTarget> most = [new(TargetMetric.Parameters, Maximum: 0.4 * dense)];
        var first = Surgery.Prune(
            Nano,
            PrunePlanner.Plan(Nano, most, Options with { Round = new PruneRound(1, 2, Nano) })
        );
        var second = Surgery.Prune(
            first,
            PrunePlanner.Plan(first, most, Options with { Round = new PruneRound(2, 2, Nano) })
        );
        Assert.InRange(NetworkCost.Count(first, 64, 64).Parameters / (double)dense, 0.69, 0.7);
        Assert.InRange(NetworkCost.Count(second, 64, 64).Parameters / (double)dense, 0.39, 0.4);
    }

    [Fact]
    public void Layer_ratios_go_the_same_way()
    {
        var options = Options with
        {
            LayerSparsities = [new LayerSparsity(new LayerPattern("model.9.cv2.conv"), 0.5)],
            ChannelMultiple = 1,
        };
        var network = Nano;
        List<int> widths = [];
        foreach (var round in (int[])[1, 2, 3, 4])
        {
            network = Surgery.Prune(
                network,
                PrunePlanner.Plan(network, [], options with { Round = new PruneRound(round, 4, Nano) })
            );
            widths.Add(network.Parameters["model.9.cv2.conv.weight"].Shape[0]);
        }

        Assert.Equal([224, 192, 160, 128], widths);
    }

    [Fact]
    public void What_a_layer_keeps_at_least_refers_to_the_dense_network()
    {
        var options = Options with { MinimumKept = 0.5, ChannelMultiple = 1 };
        ImmutableArray<SparsityTarget> targets = [new(TargetMetric.Flops, Reduction: 0.6)];
        var network = Nano;
        foreach (var round in (int[])[1, 2])
            network = Surgery.Prune(
                network,
                PrunePlanner.Plan(network, targets, options with { Round = new PruneRound(round, 2, Nano) })
            );
        foreach (var node in Nano.Graph.Nodes.OfType<ConvolutionNode>())
            Assert.True(
                network.Parameters[$"{node.Name}.weight"].Shape[0] * 2
                    >= Nano.Parameters[$"{node.Name}.weight"].Shape[0],
                node.Name
            );
    }
}
