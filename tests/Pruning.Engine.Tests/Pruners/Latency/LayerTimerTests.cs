using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Pruners.Latency;

public class LayerTimerTests
{
    private static readonly Extent One = Extent.Square(1);

    public static TheoryData<string> Kinds => [.. Layers.Keys];

    private static Dictionary<string, LayerShape> Layers =>
        new LayerShape[]
        {
            new(
                new ConvolutionNode("c", "x", Extent.Square(3), Extent.Square(2), One, One, 1, false),
                32,
                3,
                16,
                ActivationKind.SiLU
            ),
            new(new ConvolutionNode("c", "x", Extent.Square(3), One, One, One, 8, false), 32, 32, 32),
            new(
                new ConvolutionNode("c", "x", One, One, Extent.Square(0), One, 1, false),
                32,
                24,
                40,
                ActivationKind.LeakyReLU
            ),
            new(new AddNode("a", ["x", "y"]), 32, 64, 32),
            new(new ConcatNode("j", ["x", "y", "z"]), 32, 50, 50),
            new(new MaxPoolNode("p", "x", 5, 1, 2), 32, 32, 32),
            new(new UpsampleNode("u", "x", 2), 16, 32, 32),
            new(new ActivationNode("s", "x", ActivationKind.SiLU), 32, 32, 32, ActivationKind.SiLU),
        }.ToDictionary(layer => layer.Key, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_layer_is_timed_in_the_runtime(string key)
    {
        Assert.InRange(LayerTimer.Measure(Layers[key], threads: 1), 0.0001, 100);
        Assert.Empty(Directory.GetFiles(Environment.CurrentDirectory, "*profile*.json"));
    }

    // Among integers on both sides, as in a network.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_layer_is_timed_in_integers(string key)
    {
        var layer = Layers[key] with { IsQuantized = true };
        Assert.EndsWith(" int8", layer.Key, StringComparison.Ordinal);
        Assert.InRange(LayerTimer.Measure(layer, threads: 1), 0.0001, 100);
    }

    [Fact]
    public void Integers_lie_between_the_first_and_the_last_convolutions()
    {
        var graph = YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1).Graph;
        var quantized = QuantizedNodes.Find(graph);
        Assert.Equal(
            ["model.0.conv", "model.24.m.0", "model.24.m.1", "model.24.m.2"],
            graph.Nodes.OfType<ConvolutionNode>().Select(node => node.Name).Where(name => !quantized.Contains(name))
        );
        Assert.Contains(graph.Nodes.OfType<ConcatNode>().Last().Name, quantized);
    }

    [Fact]
    public void A_target_is_a_share_of_the_network_as_it_is_and_counts_what_ships()
    {
        var network = YoloArchitecture.Create("yolov5n", ["a", "b"], seed: 1);
        var options = new PlanningOptions
        {
            Image = Extent.Square(64),
            Importance = Importance.L1,
            LayerTimes = new LinearTimes { Factor = 0.5, Form = new ShippedForm(ActivationKind.ReLU, true) },
            WholeTimes = new LinearTimes(),
            ProvesLatency = false,
        };
        // Integers alone take half of the time.
        var met = PrunePlanner.Plan(network, [new(TargetMetric.Latency, 0.45)], options);
        Assert.All(met.Groups, group => Assert.Equal(group.Count, group.Kept.Length));
        var cut = PrunePlanner.Plan(network, [new(TargetMetric.Latency, 0.6)], options).Latency!;
        Assert.InRange(cut.AfterMilliseconds / cut.BeforeMilliseconds, 0.3, 0.4001);
        Assert.Equal(
            cut.BeforeMilliseconds,
            PrunePlanner
                .Plan(
                    network,
                    [new(TargetMetric.Latency, 0.3)],
                    options with
                    {
                        LayerTimes = new LinearTimes(),
                        WholeTimes = null,
                    }
                )
                .Latency!.BeforeMilliseconds,
            9
        );
        var asked = ((LinearTimes)options.LayerTimes).Asked;
        Assert.Contains(asked, key => key.EndsWith(" ReLU int8", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, key => key.Contains("SiLU", StringComparison.Ordinal));
    }

    [Fact]
    public void A_layer_of_four_times_the_work_takes_longer()
    {
        static LayerShape Convolution(int channels) =>
            new(new ConvolutionNode("c", "x", Extent.Square(3), One, One, One, 1, false), 40, channels, channels);
        Assert.True(LayerTimer.Measure(Convolution(128), 1) > 1.5 * LayerTimer.Measure(Convolution(32), 1));
    }
}
