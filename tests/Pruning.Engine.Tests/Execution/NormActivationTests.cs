using Pruning.Execution.Fused;
using Pruning.Graphs;
using Pruning.Testing;
using TorchSharp;
using static Pruning.Execution.NoisyMaps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class NormActivationTests
{
    public NormActivationTests() => TorchRuntime.Initialize();

    // Channel counts that are, and are not, whole vectors; pixel counts that leave rows over.
    [Theory]
    [InlineData(ActivationKind.SiLU, 2, 16, 8, 8, true)]
    [InlineData(ActivationKind.SiLU, 1, 5, 7, 9, true)]
    [InlineData(ActivationKind.SiLU, 3, 24, 5, 5, true)]
    [InlineData(ActivationKind.SiLU, 2, 200, 3, 3, true)]
    [InlineData(ActivationKind.SiLU, 1, 3, 1, 1, false)]
    [InlineData(ActivationKind.SiLU, 4, 16, 40, 40, false)]
    [InlineData(ActivationKind.ReLU, 1, 5, 7, 9, true)]
    [InlineData(ActivationKind.ReLU, 3, 24, 5, 5, false)]
    [InlineData(ActivationKind.LeakyReLU, 1, 5, 7, 9, true)]
    [InlineData(ActivationKind.LeakyReLU, 3, 24, 5, 5, false)]
    public void Values_gradients_and_statistics_are_those_of_the_two_operations(
        ActivationKind kind,
        int batch,
        int channels,
        int height,
        int width,
        bool training
    )
    {
        using var scope = NewDisposeScope();
        var expected = new Case(batch, channels, height, width);
        var actual = new Case(batch, channels, height, width);
        var direction = Noise(9, [batch, channels, height, width]);
        var norm = functional.batch_norm(
            expected.Input,
            expected.Mean,
            expected.Variance,
            expected.Weight,
            expected.Bias,
            training,
            0.25,
            1e-3
        );
        var reference = kind switch
        {
            ActivationKind.ReLU => functional.relu(norm),
            ActivationKind.LeakyReLU => functional.leaky_relu(norm, 0.1),
            _ => functional.silu(norm),
        };
        var fused = NormActivation.Run(
            actual.Input,
            actual.Weight,
            actual.Bias,
            new NormCall(actual.Mean, actual.Variance, training, 0.25, 1e-3) { Activation = kind }
        );
        reference.backward([direction]);
        fused.backward([direction]);
        AssertClose(reference, fused);
        AssertClose(expected.Mean, actual.Mean);
        AssertClose(expected.Variance, actual.Variance);
        AssertClose(expected.Input.grad!, actual.Input.grad!);
        AssertClose(expected.Weight.grad!, actual.Weight.grad!);
        AssertClose(expected.Bias.grad!, actual.Bias.grad!);
    }

    [Fact]
    public void Bfloat16_is_normalised_in_single_precision()
    {
        using var scope = NewDisposeScope();
        var plain = new Case(2, 16, 20, 20);
        var half = new Case(2, 16, 20, 20);
        var expected = functional.silu(
            functional.batch_norm(
                plain.Input.to(ScalarType.BFloat16).to(ScalarType.Float32),
                plain.Mean,
                plain.Variance,
                plain.Weight,
                plain.Bias,
                true,
                0.25,
                1e-3
            )
        );
        var actual = NormActivation.Run(
            half.Input.to(ScalarType.BFloat16),
            half.Weight,
            half.Bias,
            new NormCall(half.Mean, half.Variance, true, 0.25, 1e-3)
        );
        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        AssertClose(expected.to(ScalarType.BFloat16).to(ScalarType.Float32), actual.to(ScalarType.Float32), 1 / 128.0);
        AssertClose(plain.Variance, half.Variance);
    }

    [Theory]
    [InlineData(ActivationKind.ReLU)]
    [InlineData(ActivationKind.LeakyReLU)]
    public void What_is_no_number_stays_so(ActivationKind kind)
    {
        using var scope = NewDisposeScope();
        float[] values = [.. Enumerable.Repeat(float.NaN, 40)];
        var call = new NormCall(zeros([40]), ones([40]), Training: false, 0.1, 0) { Activation = kind };
        var output = NormActivation.Run(HostTensor.From(values, [1, 40, 1, 1], CPU), ones([40]), zeros([40]), call);
        Assert.All(HostTensor.ToArray(output), value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void Far_values_saturate_and_what_is_no_number_stays_so()
    {
        using var scope = NewDisposeScope();
        var input = HostTensor.From([-200, -90, 90, 200, float.NaN, float.PositiveInfinity], [1, 1, 1, 6], CPU);
        var call = new NormCall(zeros([1]), ones([1]), Training: false, 0.1, 0);
        var output = HostTensor.ToArray(NormActivation.Run(input, ones([1]), zeros([1]), call));
        Assert.Equal(0, output[0], 1e-30f);
        Assert.Equal(0, output[1], 1e-30f);
        Assert.Equal(90, output[2]);
        Assert.Equal(200, output[3]);
        Assert.Equal(float.NaN, output[4]);
        Assert.Equal(float.PositiveInfinity, output[5]);
    }

    [Fact]
    public void A_large_mean_does_not_swallow_the_variance()
    {
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, 40_000).Select(index => 1000 + ((index % 2) * 0.5f)).ToArray();
        var call = new NormCall(zeros([1]), zeros([1]), Training: true, 1, 1e-3);
        NormActivation.Run(HostTensor.From(values, [1, 1, 200, 200], CPU), ones([1]), zeros([1]), call);
        Assert.Equal(1000.25f, HostTensor.ToArray(call.RunningMean)[0], 1e-3f);
        Assert.Equal(0.0625f, HostTensor.ToArray(call.RunningVariance)[0], 1e-5f);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 2e-5)
    {
        var (left, right) = (HostTensor.ToArray(expected), HostTensor.ToArray(actual));
        var reach = Math.Max(1, left.Max(Math.Abs));
        Assert.Equal(left.Length, right.Length);
        Assert.All(left.Zip(right), pair => Assert.Equal(pair.First, pair.Second, tolerance * reach));
    }

    private sealed class Case(long batch, long channels, long height, long width)
    {
        public Tensor Input { get; } = Noise(1, [batch, channels, height, width]).requires_grad_();

        public Tensor Weight { get; } = Noise(2, [channels]).requires_grad_();

        public Tensor Bias { get; } = Noise(3, [channels]).requires_grad_();

        public Tensor Mean { get; } = Noise(4, [channels]);

        public Tensor Variance { get; } = Noise(5, [channels]).abs().add(0.5);
    }
}
