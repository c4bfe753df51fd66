using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Convolutions give what double precision gives, whatever the numbers of channels and threads and whatever lay in
/// memory before.
/// </summary>
[Collection(TorchCollection.Name)]
public class ProcessorConvolutionTests
{
    // Sums of some hundred products, rounded to 8 or to 24 bits on the way: where a processor has no bfloat16, after each
    // addition. What lay in memory before is half of the reach and more.
    private static double ToleranceOf(Precision precision) => precision == Precision.Bf16 ? 0.08 : 1e-4;

    public ProcessorConvolutionTests() => TorchRuntime.Initialize();

    [Theory]
    [InlineData(16, 33, 1, 1)]
    [InlineData(25, 33, 1, 1)]
    [InlineData(64, 255, 1, 1)]
    [InlineData(33, 17, 3, 1)]
    [InlineData(1, 16, 3, 1)]
    [InlineData(7, 1, 3, 1)]
    [InlineData(6, 34, 1, 1)]
    [InlineData(15, 15, 3, 3)]
    [InlineData(6, 6, 3, 6)]
    [InlineData(32, 64, 3, 2)]
    [InlineData(112, 80, 1, 1)]
    [InlineData(64, 176, 1, 1)]
    public void Values_and_gradients_are_those_of_double_precision(int inputs, int outputs, int kernel, int groups)
    {
        var (network, layer) = Network(inputs, outputs, kernel, groups);
        var expected = Exact(network, layer);
        foreach (var precision in new[] { Precision.Fp32, Precision.Bf16 })
        {
            for (var round = 0; round < 4; round++)
            {
                LeaveNothingButNaN();
                var actual = Run(network, precision);
                foreach (var (name, values) in expected)
                    AssertNear($"{precision} {name}", values, actual[name], ToleranceOf(precision));
            }
        }
    }

    [Fact]
    public void A_matrix_product_is_a_convolution_of_1_by_1()
    {
        using var scope = NewDisposeScope();
        var input = HostTensor
            .From(Noise(1, 2 * 5 * 7 * 9), [2, 5, 7, 9], CPU)
            .to(ScalarType.Float64)
            .permute(0, 3, 1, 2); // [2, 9, 5, 7], channels last
        var weight = HostTensor.From(Noise(2, 6 * 9), [6, 9, 1, 1], CPU).to(ScalarType.Float64);
        var bias = HostTensor.From(Noise(3, 6), [6], CPU).to(ScalarType.Float64);
        var product = ProcessorConvolution.Product(input, weight, bias);
        var difference = (product - nn.functional.conv2d(input, weight, bias)).abs().max();
        Assert.Equal([2L, 6, 5, 7], product.shape);
        Assert.InRange(HostTensor.ToDoubles(difference)[0], 0, 1e-12);
    }

    private static void AssertNear(string name, float[] expected, float[] actual, double tolerance)
    {
        var error = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)) / expected.Max(Math.Abs);
        Assert.True(error < tolerance, $"{name} is off by {error:0.000000}");
    }

    private static Dictionary<string, float[]> Run(Network network, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var running = new TorchNetwork(network, new ExecutionOptions(Precision: precision));
        return Gradients(
            running.Forward(Picture(), training: true)[0].to(ScalarType.Float32),
            network.Parameters.Select(parameter => (parameter.Name, running.Parameters[parameter.Name]))
        );
    }

    // libtorch computes in double precision without that library.
    private static Dictionary<string, float[]> Exact(Network network, ConvolutionNode layer)
    {
        using var scope = NewDisposeScope();
        var exact = network.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter =>
                HostTensor
                    .From(parameter.Values, [.. parameter.Shape.Select(length => (long)length)], CPU)
                    .to(ScalarType.Float64)
                    .requires_grad_()
        );
        var before = nn.functional.conv2d(
            Picture().to(ScalarType.Float64),
            exact["before.weight"],
            exact["before.bias"]
        );
        return Gradients(
            ProcessorConvolution.Convolve(layer, before, exact["layer.weight"], exact["layer.bias"]),
            exact.Select(pair => (pair.Key, pair.Value))
        );
    }

    private static Dictionary<string, float[]> Gradients(
        Tensor map,
        IEnumerable<(string Name, Tensor Value)> parameters
    )
    {
        var direction = HostTensor.From(Noise(2, (int)map.numel()), map.shape, CPU);
        (map * direction.to(map.dtype)).sum().backward();
        var found = parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => HostTensor.ToArray(parameter.Value.grad!.to(ScalarType.Float32))
        );
        found["map"] = HostTensor.ToArray(map.detach().to(ScalarType.Float32).contiguous());
        return found;
    }

    private static Tensor Picture() => HostTensor.From(Noise(1, 4 * 3 * 28 * 28), [4, 3, 28, 28], CPU);

    // Freed memory is what the next maps are made in.
    private static void LeaveNothingButNaN()
    {
        for (var size = 1; size < 60; size++)
            full([size * 997], double.NaN, dtype: ScalarType.Float32).Dispose();
    }

    private static (Network Network, ConvolutionNode Layer) Network(int inputs, int outputs, int kernel, int groups)
    {
        var layer = Convolution("layer", "before", kernel, groups);
        Node[] nodes = [new InputNode("picture", 3), Convolution("before", "picture", 1, 1), layer];
        var network = new Network(
            new Graph(nodes, ["layer"]),
            new ParameterSet([
                new Parameter("before.weight", [inputs, 3, 1, 1], Noise(3, inputs * 3)),
                new Parameter("before.bias", [inputs], Noise(4, inputs)),
                new Parameter(
                    "layer.weight",
                    [outputs, inputs / groups, kernel, kernel],
                    Noise(5, outputs * inputs / groups * kernel * kernel)
                ),
                new Parameter("layer.bias", [outputs], Noise(6, outputs)),
            ]),
            [],
            ImmutableSortedDictionary<string, string>.Empty
        );
        return (network, layer);
    }

    private static ConvolutionNode Convolution(string name, string input, int kernel, int groups) =>
        new(
            name,
            input,
            Extent.Square(kernel),
            Extent.Square(1),
            Extent.Square(kernel / 2),
            Extent.Square(1),
            groups,
            HasBias: true
        );

    private static float[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
