using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Testing;
using static TorchSharp.torch;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class TorchNetworkTests
{
    private static readonly float[] Ramp = [.. Enumerable.Range(0, 16).Select(value => (float)value)];

    [Fact]
    public void Pooling_pads_with_minus_infinity()
    {
        float[] expected = [5, 7, 13, 15];
        Assert.Equal(expected, Run(new MaxPoolNode("out", "images", 3, 2, 1), Ramp, 4, 4));
    }

    [Fact]
    public void Enlarging_repeats_pixels()
    {
        float[] expected = [1, 1, 2, 2, 1, 1, 2, 2];
        Assert.Equal(expected, Run(new UpsampleNode("out", "images", 2), [1, 2], 1, 2));
    }

    [Fact]
    public void Slicing_takes_every_other_pixel_from_its_offset()
    {
        float[] expected = [4, 6, 12, 14];
        Assert.Equal(expected, Run(new SliceNode("out", "images", RowOffset: 1, ColumnOffset: 0, Step: 2), Ramp, 4, 4));
    }

    [Fact]
    public void Adding_and_joining_read_all_inputs()
    {
        Assert.Equal([3f, 6f], Run(new AddNode("out", ["images", "images", "images"]), [1, 2], 1, 2));
        Assert.Equal([1f, 2f, 1f, 2f], Run(new ConcatNode("out", ["images", "images"]), [1, 2], 1, 2));
    }

    [Theory]
    [InlineData(ActivationKind.SiLU, -2, -0.23840584f)]
    [InlineData(ActivationKind.ReLU, -2, 0)]
    [InlineData(ActivationKind.LeakyReLU, -2, -0.2f)]
    [InlineData(ActivationKind.Hardswish, -2, -0.33333334f)]
    public void Activations_are_the_fields(ActivationKind kind, float input, float expected) =>
        Assert.Equal(expected, Run(new ActivationNode("out", "images", kind), [input], 1, 1)[0], 1e-6f);

    [Fact]
    public void A_strided_padded_convolution_sums_what_its_window_covers()
    {
        var node = new ConvolutionNode(
            "out",
            "images",
            Extent.Square(3),
            Extent.Square(2),
            Extent.Square(1),
            Extent.Square(1),
            1,
            HasBias: true
        );
        float[] expected =
        [
            0 + 1 + 4 + 5 + 0.5f,
            1 + 2 + 3 + 5 + 6 + 7 + 0.5f,
            4 + 5 + 8 + 9 + 12 + 13 + 0.5f,
            5 + 6 + 7 + 9 + 10 + 11 + 13 + 14 + 15 + 0.5f,
        ];
        var parameters = new ParameterSet([
            Parameter.Filled("out.weight", 1, 1, 1, 3, 3),
            Parameter.Filled("out.bias", 0.5f, 1),
        ]);
        Assert.Equal(expected, Run(node, Ramp, 4, 4, parameters));
    }

    [Fact]
    public void Training_normalises_by_the_batch_and_moves_the_running_statistics()
    {
        var graph = new Graph([new InputNode("images", 1), new BatchNormNode("out", "images", 1e-3, 0.25)], ["out"]);
        var parameters = new ParameterSet([
            Parameter.Filled("out.weight", 2, 1),
            Parameter.Filled("out.bias", 1, 1),
            Parameter.Filled("out.running_mean", 4, 1),
            Parameter.Filled("out.running_var", 8, 1),
        ]);
        using var network = new TorchNetwork(
            new Network(graph, parameters, [], ImmutableSortedDictionary<string, string>.Empty)
        );
        using var scope = NewDisposeScope();
        var images = HostTensor.From([0, 2, 4, 6], [1, 1, 2, 2], CPU);

        var evaluated = HostTensor.ToArray(network.Forward(images, training: false)[0]);
        Assert.Equal(1 + (2 * (0 - 4) / Math.Sqrt(8.001)), evaluated[0], 1e-5);

        var trained = HostTensor.ToArray(network.Forward(images, training: true)[0]); // mean 3, variance 5, unbiased 20/3
        Assert.Equal(1 + (2 * (0 - 3) / Math.Sqrt(5.001)), trained[0], 1e-5);
        var after = network.ReadParameters();
        Assert.Equal((0.75 * 4) + (0.25 * 3), after["out.running_mean"].Values[0], 1e-5);
        Assert.Equal((0.75 * 8) + (0.25 * 20 / 3), after["out.running_var"].Values[0], 1e-5);

        network.Forward(images, training: true, normMomentum: 1);
        Assert.Equal(3, network.ReadParameters()["out.running_mean"].Values[0], 1e-5);
    }

    [Fact]
    public void Parameters_come_back_as_they_went_in()
    {
        var network = TinyDetector.Create();
        using var torch = new TorchNetwork(network);
        Assert.Equal(
            network.Parameters.Select(parameter => parameter.Name),
            torch.ReadParameters().Select(parameter => parameter.Name)
        );
        foreach (var parameter in torch.ReadParameters())
            Assert.Equal(network.Parameters[parameter.Name].Values, parameter.Values);
    }

    [Fact]
    public void Both_layouts_and_bfloat16_agree()
    {
        var network = TinyDetector.Create();
        var planes = Levels(new ExecutionOptions(ChannelsLast: false));
        Assert.All(planes.Zip(Levels(new ExecutionOptions(ChannelsLast: true))), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-4f)
        );
        // Eight bits of mantissa, a handful of layers.
        Assert.All(planes.Zip(Levels(new ExecutionOptions(Precision: Precision.Bf16))), pair =>
            Assert.Equal(pair.First, pair.Second, 0.06f)
        );

        float[] Levels(ExecutionOptions options)
        {
            using var scope = NewDisposeScope();
            using var torch = new TorchNetwork(network, options);
            var pixels = new byte[2 * 3 * 32 * 32];
            new Random(3).NextBytes(pixels);
            return HostTensor.ToArray(torch.Forward(ImageTensor.FromBytes(pixels, 2, 32, 32, CPU), training: true)[0]);
        }
    }

    private static float[] Run(Node node, float[] image, int height, int width, ParameterSet? parameters = null)
    {
        var graph = new Graph([new InputNode("images", 1), node], ["out"]);
        using var network = new TorchNetwork(
            new Network(graph, parameters ?? new ParameterSet([]), [], ImmutableSortedDictionary<string, string>.Empty)
        );
        using var scope = NewDisposeScope();
        return HostTensor.ToArray(
            network.Forward(HostTensor.From(image, [1, 1, height, width], CPU), training: false)[0]
        );
    }
}
