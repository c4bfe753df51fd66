using Pruning.Graphs;

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

    [Fact]
    public void A_layer_of_four_times_the_work_takes_longer()
    {
        static LayerShape Convolution(int channels) =>
            new(new ConvolutionNode("c", "x", Extent.Square(3), One, One, One, 1, false), 40, channels, channels);
        Assert.True(LayerTimer.Measure(Convolution(128), 1) > 1.5 * LayerTimer.Measure(Convolution(32), 1));
    }
}
