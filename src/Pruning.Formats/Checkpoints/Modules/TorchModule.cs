using Pruning.Checkpoints.Pickling;
using Pruning.Checkpoints.Torch;

namespace Pruning.Checkpoints.Modules;

/// <summary>
/// A pickled <c>torch.nn.Module</c>, read as data: its type's name, attributes, parameters, buffers and children.
/// </summary>
internal sealed class TorchModule
{
    private readonly PickleObject _item;
    private readonly PickleDictionary _state;

    private TorchModule(PickleObject item, PickleDictionary state)
    {
        _item = item;
        _state = state;
    }

    public PickleGlobal Type => _item.Type;

    /// <summary>The type's name without its Python module, for example <c>Conv</c>.</summary>
    public string Kind => Type.SimpleName;

    /// <summary>The children in order, those that are None left out.</summary>
    public IEnumerable<(string Name, TorchModule Module)> Children =>
        from entry in ((_state["_modules"] as PickleDictionary)?.Entries ?? [])
        let child = From(entry.Value)
        where child is not null
        select (entry.Key as string ?? "", child);

    /// <summary>The value as a module, or null where it is not one.</summary>
    public static TorchModule? From(object? value) =>
        value is PickleObject { State: PickleDictionary state } item && state.Contains("_modules")
            ? new TorchModule(item, state)
            : null;

    /// <summary>Whether this is that very object of the file, not one like it.</summary>
    public bool Is(PickleObject item) => ReferenceEquals(_item, item);

    public TorchModule? Child(string name) =>
        From((_state["_modules"] as PickleDictionary)?[name]) ?? From(_state[name]);

    /// <summary>A parameter or buffer, or null where it is None or absent.</summary>
    public TorchTensor? Tensor(string name) =>
        (_state["_parameters"] as PickleDictionary)?[name] as TorchTensor
        ?? (_state["_buffers"] as PickleDictionary)?[name] as TorchTensor
        ?? _state[name] as TorchTensor;

    public object? Attribute(string name) => _state[name];

    public bool Flag(string name) => _state[name] is true;

    public long? Integer(string name) =>
        _state[name] switch
        {
            long value => value,
            double value when value == Math.Floor(value) && Math.Abs(value) < 1e9 => (long)value,
            _ => null,
        };

    public double? Number(string name) =>
        _state[name] switch
        {
            double value => value,
            long value => value,
            _ => null,
        };

    /// <summary>An attribute that is one integer or a sequence of them.</summary>
    public IReadOnlyList<long>? Integers(string name) =>
        _state[name] switch
        {
            long value => [value],
            PickleTuple
            or PickleList
                when PickleSequence.ItemsOf(_state[name]) is { Count: <= 64 } items
                    && items.All(item => item is long) => [.. items.Cast<long>()],
            _ => null,
        };
}
