using System.Collections.Immutable;

namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// A name of a Python class or function in a pickle: a name and nothing more, never resolved to code.
/// </summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public string FullName => $"{Module}.{Name}";

    /// <summary>The last part of the name.</summary>
    public string SimpleName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Python's classes are capitalised by convention; what is not is taken to be a function.</summary>
    public bool LooksLikeClass => SimpleName.TrimStart('_') is { Length: > 0 } name && char.IsAsciiLetterUpper(name[0]);

    public override string ToString() => FullName;
}

/// <summary>A Python tuple. Compared by reference, so that hostile nesting costs nothing.</summary>
internal sealed class PickleTuple(ImmutableArray<object?> items)
{
    public static readonly PickleTuple Empty = new([]);

    public ImmutableArray<object?> Items { get; } = items;
}

/// <summary>A Python list or set.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>
/// A Python dict in insertion order. Only string keys are indexed (their hashes cannot be foreseen by who wrote the
/// file); others are kept in order.
/// </summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<object?, object?>> _entries = [];

    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries;

    public object? this[string key] => _indices.TryGetValue(key, out var index) ? _entries[index].Value : null;

    public bool Contains(string key) => _indices.ContainsKey(key);

    public void Set(object? key, object? value)
    {
        var entry = KeyValuePair.Create(key, value);
        if (key is string name && !_indices.TryAdd(name, _entries.Count))
            _entries[_indices[name]] = entry;
        else
            _entries.Add(entry);
    }
}

/// <summary>
/// An instance of a class that is not known here: its class's name, what it was made from, its state. Plain data.
/// </summary>
internal sealed class PickleObject(PickleGlobal type, PickleTuple arguments)
{
    public PickleGlobal Type { get; } = type;

    public PickleTuple Arguments { get; } = arguments;

    public object? State { get; set; }

    /// <summary>What was appended to it, where its class is a kind of list.</summary>
    public PickleList Items { get; } = new();

    /// <summary>What was set in it, where its class is a kind of dict.</summary>
    public PickleDictionary Entries { get; } = new();
}
