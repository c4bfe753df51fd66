using System.Collections.Immutable;
using Pruning.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training.Sparsity;

/// <summary>
/// A <see cref="PenalisedGroup"/> in a network that trains: its channels' strengths, and how they are weakened. Nothing
/// waits for the device.
/// </summary>
internal sealed class ChannelTensors : IDisposable
{
    // A strength of 0 has no direction: it is divided by this instead.
    private const double Least = 1e-12;

    private readonly PenalisedGroup _group;
    private readonly TorchParameters _parameters;
    private readonly ImmutableArray<(PenalisedSlice Slice, Tensor? Index)> _slices;

    public ChannelTensors(PenalisedGroup group, TorchNetwork network)
    {
        (_group, _parameters) = (group, network.Parameters);
        _slices = [.. group.Slices.Select(slice => (slice, IndexOf(slice, network.Device)))];
    }

    public string Name => _group.Name;

    public int Count => _group.Count;

    /// <summary>Of each channel the norm of all that counts: <c>[C]</c>.</summary>
    public Tensor Strengths()
    {
        using var scope = NewDisposeScope();
        Tensor? squares = null;
        foreach (var (slice, index) in _slices.Where(pair => pair.Slice.Counts))
        {
            var sums = OverOthers(_parameters[slice.Parameter].detach().Power(2), slice.Dimension); // [D]
            if (index is not null)
                sums = zeros(Count + 1, ScalarType.Float32, sums.device)
                    .scatter_add(0, index, sums)
                    .narrow(0, 0, Count);
            squares = squares is null ? sums : squares.Plus(sums);
        }

        return squares!.sqrt().MoveToOuterDisposeScope();
    }

    /// <summary>Multiplies all that makes a channel.</summary>
    /// <param name="factors"><c>[C]</c></param>
    /// <param name="of">The tensor to change in a parameter's place; by default the parameter itself.</param>
    public void Multiply(Tensor factors, Func<string, Tensor>? of = null)
    {
        using var scope = NewDisposeScope();
        foreach (var (slice, index) in _slices)
        {
            var target = of is null ? _parameters[slice.Parameter] : of(slice.Parameter);
            target.mul_(Spread(factors, slice, index, others: 1, target.dim()));
        }
    }

    /// <summary>
    /// Adds the subgradient of the sum of strengths, times a weight, to the gradients: each value over its channel's
    /// strength.
    /// </summary>
    public void AddGradients(double weight)
    {
        using var scope = NewDisposeScope();
        var inverse = Strengths().AtLeast(Least).reciprocal().Times(weight); // [C]
        foreach (var (slice, index) in _slices.Where(pair => pair.Slice.Counts))
        {
            var parameter = _parameters[slice.Parameter];
            parameter.grad?.Increase(parameter.detach() * Spread(inverse, slice, index, others: 0, parameter.dim()));
        }
    }

    public void Dispose()
    {
        foreach (var (_, index) in _slices)
            index?.Dispose();
    }

    // Null where every index is a channel, in order. Channels of other groups go to a place behind the last.
    private Tensor? IndexOf(PenalisedSlice slice, Device device)
    {
        if (slice.Channels.Length == Count && slice.Channels.Select((channel, i) => channel == i).All(same => same))
            return null;
        return HostTensor
            .From([.. slice.Channels.Select(channel => (long)(channel < 0 ? Count : channel))], device)
            .DetachFromDisposeScope();
    }

    // [C] to the parameter's dimension D, shaped so that it broadcasts.
    private static Tensor Spread(Tensor values, PenalisedSlice slice, Tensor? index, double others, long dimensions)
    {
        if (index is not null)
            values = cat(new[] { values, TensorArithmetic.Full([1], others, ScalarType.Float32, values.device) })
                .index_select(0, index);
        var shape = Enumerable.Repeat(1L, (int)dimensions).ToArray();
        shape[slice.Dimension] = values.shape[0];
        return values.view(shape);
    }

    private static Tensor OverOthers(Tensor values, int dimension)
    {
        var others = Enumerable
            .Range(0, (int)values.dim())
            .Where(other => other != dimension)
            .Select(other => (long)other)
            .ToArray();
        return others.Length == 0 ? values : values.sum(others);
    }
}
