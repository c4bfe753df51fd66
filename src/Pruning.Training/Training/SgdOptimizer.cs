using Pruning.Execution;
using Pruning.Execution.Rounded;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// Stochastic gradient descent with Nesterov momentum over YOLOv5's three groups: convolution weights decay;
/// normalisation scales, biases and scales of ranges do not; biases have their own rate while warming up. Owns the momentum buffers.
/// </summary>
internal sealed class SgdOptimizer : IDisposable
{
    private readonly List<Slot> _slots = [];
    private readonly double _weightDecay;

    public SgdOptimizer(IEnumerable<TrainedTensor> tensors, double weightDecay)
    {
        _weightDecay = weightDecay;
        foreach (var trained in tensors)
            _slots.Add(new Slot(trained, zeros_like(trained.Tensor).requires_grad_(false).DetachFromDisposeScope()));
    }

    public SgdOptimizer(Graph graph, TorchParameters parameters, double weightDecay)
        : this(Trained(graph, parameters), weightDecay) { }

    /// <summary>
    /// Scales the gradients down to a common norm of <paramref name="limit"/>, where theirs is above it.
    /// </summary>
    /// <returns>Their norm before that, <c>[1]</c>, on their device: nobody waits for it.</returns>
    public Tensor ClipGradients(double limit)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var gradients = _slots.Select(slot => slot.Trained.Tensor.grad).OfType<Tensor>().ToArray();
        if (gradients.Length == 0)
            return zeros([1]).MoveToOuterDisposeScope();
        var norm = stack(gradients.Select(gradient => gradient.norm())).norm();
        // In double, so that the share is rounded once. A share of 1 changes no bit.
        var share = TensorArithmetic
            .Full(norm.shape, limit, ScalarType.Float64, norm.device)
            .div(norm.to(ScalarType.Float64).Plus(1e-6))
            .AtMost(1)
            .to(ScalarType.Float32);
        foreach (var gradient in gradients)
            gradient.mul_(share);
        return norm.reshape(1).MoveToOuterDisposeScope();
    }

    public void Step(SchedulePoint point)
    {
        using var frozen = no_grad();
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            var parameter = slot.Trained.Tensor;
            if (parameter.grad is not { } gradient)
                continue;
            var direction =
                slot.Trained.Decays && _weightDecay != 0 ? gradient.Plus(parameter, _weightDecay) : gradient;
            slot.Momentum.Scale(point.Momentum).Increase(direction);
            parameter.Increase(
                direction.Plus(slot.Momentum, point.Momentum),
                -(slot.Trained.IsBias ? point.BiasRate : point.Rate)
            );
        }
    }

    public void ClearGradients()
    {
        using var scope = NewDisposeScope();
        foreach (var slot in _slots)
            slot.Trained.Tensor.grad?.zero_();
    }

    /// <summary>The momentum buffers by parameter name.</summary>
    public IEnumerable<(string Name, float[] Values)> Save() =>
        _slots.Select(slot => (slot.Trained.Name, HostTensor.ToArray(slot.Momentum)));

    public void Restore(IReadOnlyDictionary<string, float[]> saved)
    {
        foreach (var slot in _slots)
            HostTensor.Write(slot.Momentum, saved[slot.Trained.Name]);
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
            slot.Momentum.Dispose();
        _slots.Clear();
    }

    private static IEnumerable<TrainedTensor> Trained(Graph graph, TorchParameters parameters)
    {
        var norms = graph
            .Nodes.OfType<BatchNormNode>()
            .Select(node => $"{node.Name}.weight")
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in parameters.Trainable)
        {
            var isBias = name.EndsWith(".bias", StringComparison.Ordinal);
            yield return new TrainedTensor(
                name,
                parameters[name],
                isBias,
                Decays: !isBias && !norms.Contains(name) && !RangeScales.IsScale(name)
            );
        }
    }

    private sealed record Slot(TrainedTensor Trained, Tensor Momentum);
}
