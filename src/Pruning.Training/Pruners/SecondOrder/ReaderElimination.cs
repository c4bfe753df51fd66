using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.SecondOrder;

/// <summary>
/// Takes input channels from one convolution, one after the other, and lets those that are left make up for each: the
/// surgeon's update (Hassibi and Stork, "Second Order Derivatives for Network Pruning: Optimal Brain Surgeon", NIPS
/// 1992), for all weights that read a channel at once. A channel that others resemble goes cheaply, and the last of
/// them no more.
/// </summary>
internal sealed class ReaderElimination
{
    // Of the inputs' mean variance: as the least squares after the cut hold on to weights.
    private const double Ridge = 0.01;

    private readonly int _inputs;

    // [I, I]: the inverse of the inputs' covariance, given those that are gone.
    private readonly double[] _inverse;

    // [I, I]: products of what reads two inputs, over the kernel's places and the outputs by their weights.
    private readonly double[] _products;

    private ReaderElimination(int inputs, double[] inverse, double[] products) =>
        (_inputs, _inverse, _products) = (inputs, inverse, products);

    /// <param name="weight"><c>[O, I, H, W]</c>.</param>
    public static ReaderElimination Solve(Parameter weight, ReaderCurvature curvature)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        var covariance = tensor([.. curvature.Covariance], [inputs, inputs], ScalarType.Float64);
        covariance.diagonal().Increase(covariance.diagonal().mean().Times(Ridge).Plus(double.Epsilon));
        var scales = tensor([.. curvature.OutputWeights.Select(Math.Sqrt)], [outputs, 1, 1], ScalarType.Float64);
        var read = (
            HostTensor
                .From(weight.Values, [outputs, inputs, weight.Values.Length / outputs / inputs], CPU)
                .to(ScalarType.Float64) * scales
        )
            .permute(1, 0, 2)
            .reshape(inputs, -1); // [I, O*H*W]
        return new ReaderElimination(
            inputs,
            HostTensor.ToDoubles(linalg.inv(covariance)),
            HostTensor.ToDoubles(read.mm(read.t()))
        );
    }

    /// <summary>One that goes its own way from here.</summary>
    public ReaderElimination Copy() => new(_inputs, [.. _inverse], [.. _products]);

    /// <summary>
    /// How much the loss would rise without a channel, the others at their best; a half is left out throughout.
    /// </summary>
    public double RiseWithout(int channel) =>
        Math.Max(0, _products[(channel * _inputs) + channel] / _inverse[(channel * _inputs) + channel]);

    /// <summary>Takes the channel.</summary>
    /// <returns>As <see cref="RiseWithout"/>.</returns>
    public double Remove(int channel)
    {
        var rise = RiseWithout(channel);
        var pivot = _inverse[(channel * _inputs) + channel];
        var goneInverse = Row(_inverse, channel).ToArray();
        var goneProducts = Row(_products, channel).ToArray();
        for (var other = 0; other < _inputs; other++)
        {
            // How much of the channel this one tells.
            var share = goneInverse[other] / pivot;
            if (share == 0 && goneProducts[other] == 0)
                continue;
            var inverse = Row(_inverse, other);
            var products = Row(_products, other);
            var corner = goneProducts[other] - (share * goneProducts[channel]);
            for (var column = 0; column < _inputs; column++)
            {
                products[column] -= (share * goneProducts[column]) + (corner * goneInverse[column] / pivot);
                inverse[column] -= share * goneInverse[column];
            }
        }

        // What is gone tells nothing of the others any more, whatever rounding left.
        for (var other = 0; other < _inputs; other++)
            _inverse[(channel * _inputs) + other] = _inverse[(other * _inputs) + channel] = 0;
        _inverse[(channel * _inputs) + channel] = 1;
        return rise;
    }

    private Span<double> Row(double[] matrix, int row) => matrix.AsSpan(row * _inputs, _inputs);
}
