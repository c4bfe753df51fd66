using Pruning.Execution;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// Holds convolution weights at zero that were zero at the start: they are set back after each step. The moving average
/// of zeros is zero, and the start network tells which they are, so a checkpoint needs nothing more.
/// </summary>
internal sealed class WeightMask : IDisposable
{
    private readonly List<(Tensor Weight, Tensor Mask)> _masks = [];

    public WeightMask(Network start, TorchParameters parameters)
    {
        foreach (var name in start.Graph.Nodes.OfType<ConvolutionNode>().Select(node => $"{node.Name}.weight"))
        {
            var values = start.Parameters[name].Values;
            if (!values.Contains(0))
                continue;
            var weight = parameters[name];
            float[] mask = [.. values.Select(value => value == 0 ? 0f : 1f)];
            _masks.Add((weight, HostTensor.From(mask, weight.shape, weight.device).DetachFromDisposeScope()));
        }
    }

    /// <summary>After a step of the optimiser.</summary>
    public void Restore()
    {
        using var frozen = no_grad();
        foreach (var (weight, mask) in _masks)
            weight.mul_(mask);
    }

    public void Dispose()
    {
        foreach (var (_, mask) in _masks)
            mask.Dispose();
        _masks.Clear();
    }
}
