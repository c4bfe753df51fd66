using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pruning.Packages.Tests;

public class AutogradTests
{
    [Fact]
    public void A_convolution_with_norm_and_silu_has_the_gradient_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var input = randn(2, 3, 6, 6, dtype: float64);
        var weight = randn(4, 3, 3, 3, dtype: float64).requires_grad_();
        var gain = ones(4, dtype: float64).requires_grad_();
        var bias = zeros(4, dtype: float64).requires_grad_();

        Loss().backward();
        var analytic = weight.grad!.data<double>()[5];
        var numeric = FiniteDifference(weight, 5, () => Loss().ToDouble());

        Assert.Equal(numeric, analytic, 1e-6 * Math.Max(1, Math.Abs(numeric)));
        Assert.NotNull(gain.grad);
        Assert.NotNull(bias.grad);

        Tensor Loss() =>
            silu(
                    batch_norm(
                        conv2d(input, weight, strides: [2, 2], padding: [1, 1]),
                        null,
                        null,
                        gain,
                        bias,
                        training: true
                    )
                )
                .square()
                .sum();
    }

    [Fact]
    public void Batch_norm_updates_its_running_statistics_in_training_only()
    {
        using var scope = NewDisposeScope();
        var input = full(4, 2, 3, 3, 5f);
        var mean = zeros(2);
        var variance = ones(2);

        batch_norm(input, mean, variance, training: false, momentum: 0.1);
        Assert.Equal([0, 0], mean.data<float>().ToArray());

        batch_norm(input, mean, variance, training: true, momentum: 0.1);
        Assert.Equal([0.5f, 0.5f], mean.data<float>().ToArray());
        Assert.Equal(0.9f, variance.data<float>()[0], 1e-6f);
    }

    [Fact]
    public void Gradients_accumulate_until_zeroed()
    {
        using var scope = NewDisposeScope();
        var x = tensor([1f, 2f]).requires_grad_();

        (x * x).sum().backward();
        (x * x).sum().backward();
        Assert.Equal([4, 8], x.grad!.data<float>().ToArray());

        x.grad!.zero_();
        Assert.Equal([0, 0], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_leaf_is_not_changed_in_place_while_gradients_are_on()
    {
        using var scope = NewDisposeScope();
        var leaf = ones(3).requires_grad_();

        Assert.Throws<ExternalException>(() => leaf.add_(1));
        using (no_grad())
            leaf.add_(1);

        Assert.True(is_grad_enabled());
        Assert.Equal([2, 2, 2], leaf.detach().data<float>().ToArray());
    }

    [Fact]
    public void A_function_of_our_own_takes_part_in_the_graph()
    {
        using var scope = NewDisposeScope();
        var x = tensor([0.5, -1.0, 2.0]).requires_grad_();

        var y = Cubed.apply(x, 3.0);
        (y * 2).sum().backward();

        Assert.Equal([0.375, -3, 24], y.detach().data<double>().ToArray());
        Assert.Equal([4.5, 18, 72], x.grad!.data<double>().ToArray());
    }

    [Fact]
    public void A_function_of_our_own_outside_of_a_graph_keeps_nothing()
    {
        using var scope = NewDisposeScope();
        var y = Cubed.apply(tensor([2.0]), 1.0);

        Assert.False(y.requires_grad);
        Assert.Equal(8.0, y.item<double>());
    }

    [Fact]
    public void Autograd_grad_gives_gradients_without_storing_them()
    {
        using var scope = NewDisposeScope();
        var x = tensor([3f]).requires_grad_();

        var gradients = autograd.grad([(x * x).sum()], [x]);

        Assert.Equal(6f, gradients[0].item<float>());
        Assert.Null(x.grad);
    }

    [Fact]
    public void The_norm_of_all_gradients_is_clipped_together()
    {
        using var scope = NewDisposeScope();
        var a = new TorchSharp.Modules.Parameter(tensor([3f]));
        var b = new TorchSharp.Modules.Parameter(tensor([4f]));
        (a * a + b * b).sum().backward();

        var before = nn.utils.clip_grad_norm_([a, b], 1.0);

        Assert.Equal(10, before, 1e-4);
        Assert.Equal(0.6f, a.grad!.item<float>(), 1e-4f);
        Assert.Equal(0.8f, b.grad!.item<float>(), 1e-4f);
    }

    [Fact]
    public void Channels_last_strides_survive_a_convolution()
    {
        using var scope = NewDisposeScope();
        var input = randn(1, 8, 6, 6).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        var output = conv2d(input, randn(new long[] { 8, 8, 3, 3 }), padding: [1, 1]);

        Assert.Equal([1L, 8L, 6L, 6L], output.shape);
        Assert.Equal(1, output.stride(1));
    }

    [Fact]
    public void The_loss_with_logits_weighs_positives()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([0f, 2f]);
        var targets = tensor([1f, 0f]);

        var plain = binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None);
        var weighted = binary_cross_entropy_with_logits(
            logits,
            targets,
            reduction: nn.Reduction.Sum,
            pos_weights: tensor([3f])
        );

        Assert.Equal(Math.Log(2), plain.data<float>()[0], 1e-5);
        Assert.Equal(3 * Math.Log(2) + Math.Log(1 + Math.Exp(2)), weighted.item<float>(), 1e-4);
    }

    private static double FiniteDifference(Tensor weight, long at, Func<double> loss)
    {
        const double step = 1e-5;
        using var quiet = no_grad();
        var values = weight.data<double>();
        var before = values[At(weight, at)];
        values[At(weight, at)] = before + step;
        var above = loss();
        values[At(weight, at)] = before - step;
        var below = loss();
        values[At(weight, at)] = before;
        return (above - below) / (2 * step);
    }

    // The accessor's setter takes one index per dimension.
    private static long[] At(Tensor tensor, long position)
    {
        var index = new long[tensor.ndim];
        for (var d = index.Length - 1; d >= 0; d--)
        {
            index[d] = position % tensor.shape[d];
            position /= tensor.shape[d];
        }

        return index;
    }

    private sealed class Cubed : autograd.SingleTensorFunction<Cubed>
    {
        public override string Name => nameof(Cubed);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x.square() * (3 * (double)ctx.get_data("scale")), null!];
        }
    }
}
