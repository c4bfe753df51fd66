using System.Collections.Immutable;

namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// The values that a pickle is working on, its open groups, and those it remembers; all within limits.
/// </summary>
internal sealed class PickleStack(IPickleHost host, PickleLimits limits)
{
    private readonly List<object?> _items = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _made;

    public int MemoCount => _memo.Count;

    public void Push(object? value)
    {
        if (_items.Count >= limits.StackDepth)
            throw new PickleFormatException($"it stacks more than {limits.StackDepth} values");
        _items.Add(value);
    }

    /// <summary>Pushes a container or object that was just made: those are counted.</summary>
    public void PushNew(object? value)
    {
        if (++_made > limits.Values)
            throw new PickleFormatException($"it holds more than {limits.Values} objects");
        Push(value);
    }

    public object? Pop()
    {
        var value = PopCallable();
        return value is PickleAttributeLookup lookup ? throw host.Refused(lookup.Global.FullName) : value;
    }

    /// <summary>What is to be called: the one place where <see cref="PickleAttributeLookup"/> may be.</summary>
    public object? PopCallable()
    {
        var value = Top();
        _items.RemoveAt(_items.Count - 1);
        return value;
    }

    public object? Top()
    {
        RequireAboveMark(1);
        return _items[^1];
    }

    public ImmutableArray<object?> PopMany(int count)
    {
        RequireAboveMark(count);
        return Cut(_items.Count - count);
    }

    public void Mark()
    {
        if (_marks.Count >= limits.Marks)
            throw new PickleFormatException($"it nests deeper than {limits.Marks}");
        _marks.Add(_items.Count);
    }

    public ImmutableArray<object?> PopToMark()
    {
        if (_marks.Count == 0)
            throw new PickleFormatException("it closes a group that it never opened");
        var start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return Cut(start);
    }

    public void Memorise(uint index)
    {
        if (_memo.Count >= limits.MemoEntries)
            throw new PickleFormatException($"it remembers more than {limits.MemoEntries} values");
        _memo[index] = Top();
    }

    public object? Recall(uint index) =>
        _memo.TryGetValue(index, out var value)
            ? value
            : throw new PickleFormatException($"it refers to value {index}, which it never gave");

    private ImmutableArray<object?> Cut(int start)
    {
        ImmutableArray<object?> items = [.. _items.GetRange(start, _items.Count - start)];
        _items.RemoveRange(start, items.Length);
        if (items.FirstOrDefault(item => item is PickleAttributeLookup) is PickleAttributeLookup lookup)
            throw host.Refused(lookup.Global.FullName);
        return items;
    }

    /// <summary>Nothing below an open group may be taken: so a group's start stays within the stack.</summary>
    private void RequireAboveMark(int count)
    {
        var floor = _marks.Count > 0 ? _marks[^1] : 0;
        if (_items.Count - floor < count)
            throw new PickleFormatException("it takes a value that it never gave");
    }
}
