using System.Collections.Immutable;
using Pruning.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// A network's parameters and running statistics as tensors on one device, by state-dict name. Owns them.
/// </summary>
public sealed class TorchParameters : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Parameter> _origin;

    internal TorchParameters(Network network, Device device)
    {
        _origin = [.. network.Parameters];
        foreach (var parameter in _origin)
        {
            var shape = parameter.Shape.Select(size => (long)size).ToArray();
            var tensor = HostTensor.From(parameter.Values, shape, device).DetachFromDisposeScope();
            tensor.requires_grad_(NetworkCost.IsTrainable(parameter));
            _tensors.Add(parameter.Name, tensor);
        }

        Names = [.. _origin.Select(parameter => parameter.Name)];
        Trainable = [.. _origin.Where(NetworkCost.IsTrainable).Select(parameter => parameter.Name)];
    }

    /// <summary>Every parameter and running statistic, in the network's order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Those that the optimiser changes.</summary>
    public ImmutableArray<string> Trainable { get; private set; }

    internal Tensor this[string name] => _tensors[name];

    internal Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Excludes parameters from training: they keep their values and need no gradient.</summary>
    public void Freeze(Func<string, bool> frozen)
    {
        foreach (var name in Trainable.Where(frozen))
            _tensors[name].requires_grad_(false);
        Trainable = [.. Trainable.Where(name => !frozen(name))];
    }

    public ParameterSet Read() =>
        new(_origin.Select(parameter => parameter with { Values = HostTensor.ToArray(_tensors[parameter.Name]) }));

    /// <summary>Overwrites values by name, exactly.</summary>
    public void Write(string name, ReadOnlySpan<float> values) => HostTensor.Write(_tensors[name], values);

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
        _tensors.Clear();
    }
}
