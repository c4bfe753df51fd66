using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Pruners.SecondOrder;

/// <summary>The part of one convolution: memory follows from its channels, not from the images.</summary>
internal sealed class ReaderSums : IDisposable
{
    private readonly ConvolutionNode _node;
    private readonly Tensor _squares;
    private readonly Tensor _sums;
    private readonly Tensor _gradients;
    private CounterRandom _random;
    private long _samples;
    private int _batches;

    /// <param name="weight"><c>[O, I, H, W]</c>: only its shape counts.</param>
    /// <param name="seed">Of the places that are looked at.</param>
    public ReaderSums(ConvolutionNode node, Parameter weight, Device device, int seed)
    {
        (_node, _random) = (node, new CounterRandom(seed, 0, 0));
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        _squares = zeros([inputs, inputs], ScalarType.Float64, device).DetachFromDisposeScope();
        _sums = zeros([1, inputs], ScalarType.Float64, device).DetachFromDisposeScope();
        _gradients = zeros([outputs], ScalarType.Float64, device).DetachFromDisposeScope();
    }

    public string Name => _node.Name;

    /// <param name="walk">As <see cref="CurvatureSums.Add"/> takes it.</param>
    public void Add(NetworkWalk walk)
    {
        using var scope = NewDisposeScope();
        var (input, output) = (walk[_node.Input].detach(), walk[_node.Name]);
        // Without a way to the loss it does not matter.
        if (output.grad is { } gradient)
            _gradients.Increase(gradient.to(ScalarType.Float32).Power(2).sum([2, 3]).mean([0]).to(ScalarType.Float64)); // [B, O, H', W'] to [O]
        var places = MapPlaces.Draw((int)(input.shape[2] * input.shape[3]), MapPlaces.Usual, ref _random);
        var seen = input
            .flatten(2)
            .index_select(2, tensor(places, device: input.device))
            .permute(0, 2, 1)
            .reshape(-1, input.shape[1])
            .to(ScalarType.Float64); // [N, I]
        _squares.Increase(seen.t().mm(seen));
        _sums.Increase(seen.sum([0], keepdim: true));
        _samples += seen.shape[0];
        _batches++;
    }

    public ReaderCurvature Read()
    {
        using var scope = NewDisposeScope();
        var means = _sums.Over(_samples);
        var covariance = _squares.Over(_samples) - means.t().mm(means);
        return new ReaderCurvature(
            [.. HostTensor.ToDoubles(covariance)],
            [.. HostTensor.ToDoubles(_gradients.Over(_batches))]
        );
    }

    public void Dispose()
    {
        _squares.Dispose();
        _sums.Dispose();
        _gradients.Dispose();
    }
}
