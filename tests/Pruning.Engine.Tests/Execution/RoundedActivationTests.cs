using Pruning.Execution.Fused;
using Pruning.Execution.Rounded;
using Pruning.Graphs;
using Pruning.Testing;
using TorchSharp;
using static Pruning.Execution.NoisyMaps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

[Collection(TorchCollection.Name)]
public class RoundedActivationTests
{
    private const float Before = 0.0171f;
    private const float After = 0.0113f;

    public RoundedActivationTests() => TorchRuntime.Initialize();

    // Noise from -2 to 4: both ranges cut some of it off.
    [Theory]
    [InlineData(ActivationKind.SiLU, true, (byte)90, (byte)25, 2, 16, 8, 8)]
    [InlineData(ActivationKind.SiLU, true, (byte)90, (byte)25, 1, 5, 7, 9)]
    [InlineData(ActivationKind.SiLU, false, null, (byte)25, 3, 24, 5, 5)]
    [InlineData(ActivationKind.ReLU, false, null, (byte)0, 2, 20, 6, 6)]
    [InlineData(ActivationKind.LeakyReLU, false, (byte)90, (byte)18, 2, 20, 6, 6)]
    [InlineData(null, false, null, (byte)100, 2, 20, 6, 6)]
    [InlineData(null, false, (byte)100, null, 1, 3, 5, 5)]
    public void Values_and_gradients_are_those_of_the_single_operations(
        ActivationKind? kind,
        bool roundsGate,
        byte? zeroBefore,
        byte? zeroAfter,
        int batch,
        int channels,
        int height,
        int width
    )
    {
        using var scope = NewDisposeScope();
        long[] shape = [batch, channels, height, width];
        var (expected, actual) = (new Case(shape), new Case(shape));
        var direction = Noise(9, shape);
        var reference = zeroBefore is { } first
            ? ComposedRounding.Round(expected.Input, expected.Before, first)
            : expected.Input;
        reference = kind switch
        {
            ActivationKind.ReLU => functional.relu(reference),
            ActivationKind.LeakyReLU => functional.leaky_relu(reference, 0.1),
            ActivationKind.SiLU when roundsGate => ComposedRounding.Silu(reference),
            ActivationKind.SiLU => functional.silu(reference),
            _ => reference,
        };
        if (zeroAfter is { } last)
            reference = ComposedRounding.Round(reference, expected.After, last);
        var fused = RoundedActivation.Run(
            actual.Input,
            actual.Before,
            actual.After,
            new RoundedCall(kind, roundsGate, zeroBefore, zeroAfter)
        );
        reference.backward([direction]);
        fused.backward([direction]);
        // A sigmoid that differs in its last bit may be rounded to another step: a few values in a thousand.
        AssertMostlyClose(reference, fused, 2e-5);
        // The way back through a gate takes it before rounding here, behind it there.
        AssertMostlyClose(expected.Input.grad!, actual.Input.grad!, roundsGate ? 4.0 / byte.MaxValue : 2e-5);
        if (zeroBefore is not null)
            AssertScale(expected.Before.grad!, actual.Before.grad!);
        if (zeroAfter is not null)
            AssertScale(expected.After.grad!, actual.After.grad!);
    }

    [Fact]
    public void What_is_no_number_stays_so()
    {
        using var scope = NewDisposeScope();
        float[] values = [.. Enumerable.Repeat(float.NaN, 40)];
        var output = RoundedActivation.Run(
            HostTensor.From(values, [1, 40, 1, 1], CPU),
            full([1], Before),
            full([1], After),
            new RoundedCall(ActivationKind.SiLU, true, 90, 25)
        );
        Assert.All(HostTensor.ToArray(output), value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void A_filter_has_steps_of_its_own_largest_weight()
    {
        using var scope = NewDisposeScope();
        var weight = HostTensor.From([1.27f, 0.014f, -0.5f, 0, 0, 0], [2, 3, 1, 1], CPU).requires_grad_();
        var rounded = ComposedRounding.RoundFilters(weight, 127);
        Assert.Equal(
            [1.27f, 0.01f, -0.5f, 0, 0, 0],
            HostTensor.ToArray(rounded).Select(value => MathF.Round(value, 6))
        );
        rounded.sum().backward();
        Assert.All(HostTensor.ToArray(weight.grad!), value => Assert.Equal(1, value));
    }

    private static void AssertMostlyClose(Tensor expected, Tensor actual, double tolerance)
    {
        var (left, right) = (HostTensor.ToArray(expected), HostTensor.ToArray(actual));
        Assert.Equal(left.Length, right.Length);
        Assert.InRange(
            left.Zip(right).Count(pair => Math.Abs(pair.First - pair.Second) > tolerance),
            0,
            left.Length / 200
        );
    }

    private static void AssertScale(Tensor expected, Tensor actual)
    {
        var (left, right) = (HostTensor.ToArray(expected)[0], HostTensor.ToArray(actual)[0]);
        Assert.InRange(Math.Abs(left - right), 0, 0.01 * Math.Max(Math.Abs(left), 10));
    }

    private sealed class Case(long[] shape)
    {
        public Tensor Input { get; } = Noise(1, shape).requires_grad_();

        public Tensor Before { get; } = HostTensor.From([RoundedActivationTests.Before], [1], CPU).requires_grad_();

        public Tensor After { get; } = HostTensor.From([RoundedActivationTests.After], [1], CPU).requires_grad_();
    }
}
