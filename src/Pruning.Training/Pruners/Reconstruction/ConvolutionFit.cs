using Pruning.Data;
using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Pruners.Reconstruction;

/// <summary>
/// The weights of one convolution with which it comes nearest, in the mean square, to given outputs on given inputs.
/// Sums over samples, so memory does not grow with them. Means are free: a bias or the normalisation behind takes them
/// up.
/// </summary>
internal sealed class ConvolutionFit : IDisposable
{
    // Of the mean variance of the inputs: holds on to the weights as they are, where few samples say otherwise.
    private const double Ridge = 0.01;

    // Where no input ever varies: nothing then moves the weights, and nothing is divided by nothing.
    private const double LeastRidge = 1e-100;

    private readonly ConvolutionNode _node;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly int _positions;
    private readonly Tensor _squares;
    private readonly Tensor _products;
    private readonly Tensor _inputSums;
    private readonly Tensor _outputSums;
    private CounterRandom _random;
    private long _count;

    /// <param name="node">Of one group.</param>
    /// <param name="weight"><c>[O, I, K, K]</c>: what is fitted, in place.</param>
    /// <param name="bias"><c>[O]</c>, likewise; null where there is none.</param>
    /// <param name="positions">Places a map to look at, drawn at random.</param>
    public ConvolutionFit(ConvolutionNode node, Tensor weight, Tensor? bias, int positions, long seed)
    {
        (_node, _weight, _bias, _positions, _random) = (node, weight, bias, positions, new CounterRandom(seed, 0, 0));
        var (outputs, inputs) = (weight.shape[0], weight.shape[1] * weight.shape[2] * weight.shape[3]);
        _squares = Sum(inputs, inputs);
        _products = Sum(inputs, outputs);
        _inputSums = Sum(1, inputs);
        _outputSums = Sum(1, outputs);
    }

    /// <param name="input"><c>[B, I, H, W]</c>: what the convolution reads.</param>
    /// <param name="wanted"><c>[B, O, H', W']</c>: what it should give.</param>
    public void Add(Tensor input, Tensor wanted)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)wanted.shape[2], (int)wanted.shape[3]);
        var places = MapPlaces.Draw(height * width, _positions, ref _random);
        var x = Patches(input, places, width).to(ScalarType.Float64); // [N, I*K*K]
        var y = wanted
            .flatten(2)
            .index_select(2, tensor(places, device: wanted.device))
            .permute(0, 2, 1)
            .reshape(-1, wanted.shape[1])
            .to(ScalarType.Float64); // [N, O]
        _squares.Increase(x.t().mm(x));
        _products.Increase(x.t().mm(y));
        _inputSums.Increase(x.sum([0], keepdim: true));
        _outputSums.Increase(y.sum([0], keepdim: true));
        _count += x.shape[0];
    }

    /// <summary>Writes the fitted weights.</summary>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        var (inputMeans, outputMeans) = (_inputSums.Over(_count), _outputSums.Over(_count));
        var covariance = _squares.Over(_count) - inputMeans.t().mm(inputMeans);
        var before = _weight.detach().flatten(1).t().to(ScalarType.Float64); // [I*K*K, O]
        var missing = _products.Over(_count) - inputMeans.t().mm(outputMeans) - covariance.mm(before);
        covariance.diagonal().Increase(covariance.diagonal().mean().Times(Ridge).AtLeast(LeastRidge));
        // On the processor: a graphics card's libraries for it are not everywhere, and it takes seconds at most.
        var change = linalg.solve(HostTensor.OnHost(covariance), HostTensor.OnHost(missing));
        var fitted = before.Plus(change.to(_weight.device));
        _weight.copy_(fitted.t().reshape(_weight.shape));
        _bias?.copy_((outputMeans - inputMeans.mm(fitted)).flatten());
    }

    public void Dispose()
    {
        _squares.Dispose();
        _products.Dispose();
        _inputSums.Dispose();
        _outputSums.Dispose();
    }

    private Tensor Sum(long rows, long columns) =>
        zeros([rows, columns], ScalarType.Float64, _weight.device).DetachFromDisposeScope();

    // What the filters see at each place, in the order of their weights: channel, row, column.
    private Tensor Patches(Tensor input, long[] places, int width)
    {
        var (kernelHeight, kernelWidth) = ((int)_weight.shape[2], (int)_weight.shape[3]);
        var padded = functional.pad(
            input.to(ScalarType.Float32),
            [_node.Padding.Width, _node.Padding.Width, _node.Padding.Height, _node.Padding.Height]
        );
        var (paddedWidth, flat) = (padded.shape[3], padded.flatten(2));
        var seen = new List<Tensor>();
        for (var row = 0; row < kernelHeight; row++)
        {
            for (var column = 0; column < kernelWidth; column++)
            {
                var (down, right) = (row * _node.Dilation.Height, column * _node.Dilation.Width);
                long[] read =
                [
                    .. places.Select(place =>
                        (((place / width * _node.Stride.Height) + down) * paddedWidth)
                        + (place % width * _node.Stride.Width)
                        + right
                    ),
                ];
                seen.Add(flat.index_select(2, tensor(read, device: input.device))); // [B, I, P]
            }
        }

        return stack(seen, 2).permute(0, 3, 1, 2).reshape(-1, _weight.shape[1] * kernelHeight * kernelWidth); // [B, I, K*K, P] to [B*P, I*K*K]
    }
}
