using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Pruning.Execution;

/// <summary>
/// Whether libtorch computes a 1×1 layer of some shape rightly: its values and its gradients are compared once in a
/// process with matrix products. Which shapes come out wrong hangs on the processor and on no pattern that is known.
/// </summary>
internal static class PointwiseCheck
{
    // A remainder of it is a ramp whose steps fall on other channels in each row: a channel that is left out shows.
    private const int Period = 997;

    // Sums of 100,000 products in single precision lie a hundredth of this apart; what is wrong, a hundred times it.
    private const double Tolerance = 1e-3;

    private static readonly ConcurrentDictionary<Shape, Lazy<bool>> Known = new();

    /// <param name="input"><c>[B, C, H, W]</c>, channels last, single.</param>
    /// <param name="outputs">Channels of the result.</param>
    public static bool IsExact(Tensor input, int outputs)
    {
        var shape = new Shape(
            (int)input.shape[0],
            (int)input.shape[2],
            (int)input.shape[3],
            (int)input.shape[1],
            outputs,
            is_grad_enabled(),
            get_num_threads()
        );
        return Known.GetOrAdd(shape, static one => new Lazy<bool>(() => IsExact(one, Library))).Value;
    }

    /// <param name="layer">Takes pixels <c>[B, C, H, W]</c> and weights <c>[O, C, 1, 1]</c>.</param>
    internal static bool IsExact(Shape shape, Func<Tensor, Tensor, Tensor> layer)
    {
        using var scope = NewDisposeScope();
        var pixels = Ramp(shape.Batch * shape.Height * shape.Width, shape.Inputs)
            .view(shape.Batch, shape.Height, shape.Width, shape.Inputs)
            .permute(0, 3, 1, 2);
        var weight = Ramp(shape.Outputs, shape.Inputs).view(shape.Outputs, shape.Inputs, 1, 1);
        var direction = shape.Differentiates
            ? Ramp(shape.Batch * shape.Height * shape.Width, shape.Outputs)
                .view(shape.Batch, shape.Height, shape.Width, shape.Outputs)
                .permute(0, 3, 1, 2)
            : null;
        var expected = Results(pixels, weight, direction, (image, filter) =>
            ProcessorConvolution.Product(image, filter, null)
        );
        var actual = Results(pixels, weight, direction, layer);
        return expected.Zip(actual).All(pair => AreNear(pair.First, pair.Second));
    }

    private static Tensor Library(Tensor pixels, Tensor weight) => functional.conv2d(pixels, weight);

    // The map, and what it makes of the direction: the gradients of the pixels and of the weights.
    private static Tensor[] Results(Tensor pixels, Tensor weight, Tensor? direction, Func<Tensor, Tensor, Tensor> layer)
    {
        if (direction is null)
            return [layer(pixels, weight)];
        var (image, filter) = (pixels.detach().requires_grad_(), weight.detach().requires_grad_());
        var map = layer(image, filter);
        map.backward([direction]);
        return [map.detach(), image.grad ?? zeros_like(image), filter.grad ?? zeros_like(filter)];
    }

    private static bool AreNear(Tensor expected, Tensor actual)
    {
        using var frozen = no_grad();
        var reach = HostTensor.ToArray(expected.abs().max())[0];
        // Also false for what is no number.
        return HostTensor.ToArray((expected - actual).abs().max())[0] <= reach * Tolerance;
    }

    private static Tensor Ramp(int rows, int columns)
    {
        var values = new float[(long)rows * columns];
        for (var i = 0; i < Math.Min(values.Length, Period); i++)
            values[i] = ((i * 31 % Period) - (Period / 2)) / (float)Period;
        for (var done = Period; done < values.Length; done += Period)
            values.AsSpan(0, Math.Min(Period, values.Length - done)).CopyTo(values.AsSpan(done));
        return HostTensor.From(values, [rows, columns], CPU);
    }

    /// <summary>Of a layer, and how it is computed.</summary>
    internal readonly record struct Shape(
        int Batch,
        int Height,
        int Width,
        int Inputs,
        int Outputs,
        bool Differentiates,
        int Threads
    );
}
