using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// Reads a Python pickle (protocols 2 to 5) as data. Python's own reader is a stack machine that imports names and
/// calls them; this one keeps the stack and hands names to its <see cref="IPickleHost"/>, so nothing in a file can run.
/// Values are null, bool, long, <see cref="BigInteger"/>, double, string, byte[], and the types of this folder.
/// </summary>
internal sealed class PickleMachine
{
    private const int LongestInteger = 256;

    private readonly PickleInput _input;
    private readonly IPickleHost _host;
    private readonly PickleLimits _limits;
    private readonly PickleStack _stack;

    private PickleMachine(PickleInput input, IPickleHost host, PickleLimits limits)
    {
        _input = input;
        _host = host;
        _limits = limits;
        _stack = new PickleStack(host, limits);
    }

    /// <summary>The one value that a pickle describes.</summary>
    /// <exception cref="PickleFormatException">It is malformed or larger than the limits.</exception>
    public static object? Read(ReadOnlyMemory<byte> bytes, IPickleHost host, PickleLimits? limits = null) =>
        Read(bytes, host, limits, out _);

    /// <summary>The same, telling how many bytes the pickle took: more may follow it.</summary>
    public static object? Read(ReadOnlyMemory<byte> bytes, IPickleHost host, PickleLimits? limits, out int consumed)
    {
        limits ??= PickleLimits.Default;
        var input = new PickleInput(bytes);
        var machine = new PickleMachine(input, host, limits);
        while (machine.Step())
        {
            if (input.Position > limits.Bytes)
                throw new PickleFormatException($"it is longer than {limits.Bytes} bytes");
        }

        consumed = input.Position;
        return machine._stack.Pop();
    }

    private bool Step()
    {
        var opcode = _input.Byte();
        if (opcode == (byte)'.')
            return false;
        if (!StepScalar(opcode) && !StepContainer(opcode) && !StepStack(opcode) && !StepObject(opcode))
            throw new PickleFormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"instruction 0x{opcode:x2} at byte {_input.Position - 1} is not one that a checkpoint uses"
                )
            );
        return true;
    }

    private bool StepScalar(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N':
                _stack.Push(null);
                return true;
            case 0x88:
                _stack.Push(true);
                return true;
            case 0x89:
                _stack.Push(false);
                return true;
            case (byte)'J':
                _stack.Push((long)_input.Int32());
                return true;
            case (byte)'K':
                _stack.Push((long)_input.Byte());
                return true;
            case (byte)'M':
                _stack.Push((long)_input.UInt16());
                return true;
            case (byte)'G':
                _stack.Push(_input.DoubleBigEndian());
                return true;
            case 0x8a:
                PushInteger(_input.Byte());
                return true;
            case 0x8b:
                PushInteger(_input.UInt32());
                return true;
            case (byte)'X':
                _stack.Push(_input.Text(_input.UInt32()));
                return true;
            case 0x8c:
                _stack.Push(_input.Text(_input.Byte()));
                return true;
            case 0x8d:
                _stack.Push(_input.Text(_input.UInt64()));
                return true;
            case (byte)'U':
                _stack.Push(_input.Text(_input.Byte()));
                return true;
            case (byte)'T':
                _stack.Push(_input.Text(_input.UInt32()));
                return true;
            case (byte)'C':
                _stack.Push(_input.Bytes(_input.Byte()));
                return true;
            case (byte)'B':
                _stack.Push(_input.Bytes(_input.UInt32()));
                return true;
            case 0x8e or 0x96:
                _stack.Push(_input.Bytes(_input.UInt64()));
                return true;
            default:
                return false;
        }
    }

    private bool StepContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)')':
                _stack.Push(PickleTuple.Empty);
                return true;
            case (byte)'t':
                _stack.PushNew(new PickleTuple(_stack.PopToMark()));
                return true;
            case 0x85:
                _stack.PushNew(new PickleTuple(_stack.PopMany(1)));
                return true;
            case 0x86:
                _stack.PushNew(new PickleTuple(_stack.PopMany(2)));
                return true;
            case 0x87:
                _stack.PushNew(new PickleTuple(_stack.PopMany(3)));
                return true;
            case (byte)']' or 0x8f:
                _stack.PushNew(new PickleList());
                return true;
            case (byte)'l' or 0x91:
                _stack.PushNew(Fill(new PickleList(), _stack.PopToMark()));
                return true;
            case (byte)'}':
                _stack.PushNew(new PickleDictionary());
                return true;
            case (byte)'d':
                _stack.PushNew(Fill(new PickleDictionary(), _stack.PopToMark()));
                return true;
            case (byte)'a':
                Append(_stack.PopMany(1));
                return true;
            case (byte)'e' or 0x90:
                Append(_stack.PopToMark());
                return true;
            case (byte)'s':
                SetItems(_stack.PopMany(2));
                return true;
            case (byte)'u':
                SetItems(_stack.PopToMark());
                return true;
            default:
                return false;
        }
    }

    private bool StepStack(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                CheckProtocol(_input.Byte());
                return true;
            case 0x95:
                CheckFrame(_input.UInt64());
                return true;
            case (byte)'(':
                _stack.Mark();
                return true;
            case (byte)'0':
                _stack.Pop();
                return true;
            case (byte)'1':
                _stack.PopToMark();
                return true;
            case (byte)'2':
                _stack.Push(_stack.Top());
                return true;
            case (byte)'h':
                _stack.Push(_stack.Recall(_input.Byte()));
                return true;
            case (byte)'j':
                _stack.Push(_stack.Recall(_input.UInt32()));
                return true;
            case (byte)'q':
                _stack.Memorise(_input.Byte());
                return true;
            case (byte)'r':
                _stack.Memorise(_input.UInt32());
                return true;
            case 0x94:
                _stack.Memorise((uint)_stack.MemoCount);
                return true;
            default:
                return false;
        }
    }

    private bool StepObject(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c':
                PushGlobal(_input.Line(), _input.Line());
                return true;
            case 0x93:
                var names = _stack.PopMany(2);
                PushGlobal(Expect<string>(names[0]), Expect<string>(names[1]));
                return true;
            case (byte)'R':
                var arguments = Expect<PickleTuple>(_stack.Pop());
                _stack.PushNew(Call(_stack.PopCallable(), arguments));
                return true;
            case 0x81:
                var made = _stack.PopMany(2);
                _stack.PushNew(new PickleObject(Callable(made[0]), Expect<PickleTuple>(made[1])));
                return true;
            case 0x92:
                var named = _stack.PopMany(3);
                _stack.PushNew(new PickleObject(Callable(named[0]), Expect<PickleTuple>(named[1])));
                return true;
            case (byte)'o':
                var parts = _stack.PopToMark();
                if (parts.IsEmpty)
                    throw new PickleFormatException("an object has no class");
                _stack.PushNew(new PickleObject(Callable(parts[0]), new PickleTuple(parts[1..])));
                return true;
            case (byte)'Q':
                _stack.PushNew(_host.Resolve(_stack.Pop()));
                return true;
            case (byte)'b':
                Build(_stack.Pop());
                return true;
            default:
                return false;
        }
    }

    private void PushGlobal(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        _stack.PushNew(_host.Admit(global));
    }

    private object? Call(object? callable, PickleTuple arguments) =>
        callable is PickleAttributeLookup lookup
            ? _host.Attribute(lookup, arguments)
            : _host.Construct(Callable(callable), arguments);

    /// <summary>
    /// A class or function by its name. A method that was looked up is never called: that is what looking it up would
    /// be for.
    /// </summary>
    private PickleGlobal Callable(object? value) =>
        value is PickleBoundMethod method ? throw _host.Refused(method.ToString()) : Expect<PickleGlobal>(value);

    /// <summary>
    /// Gives the object on top its state. A dict's own attributes (a state dict's version notes) are of no use here.
    /// </summary>
    private void Build(object? state)
    {
        switch (_stack.Top())
        {
            case PickleObject target:
                target.State = state;
                break;
            case PickleDictionary or PickleList:
                break;
            case var other:
                throw new PickleFormatException($"it gives a state to {Describe(other)}");
        }
    }

    private void Append(ImmutableArray<object?> items)
    {
        var list = _stack.Top() switch
        {
            PickleList target => target,
            PickleObject target => target.Items,
            var other => throw new PickleFormatException($"it appends to {Describe(other)}"),
        };
        list.Items.AddRange(items);
    }

    private void SetItems(ImmutableArray<object?> pairs)
    {
        var target = _stack.Top() switch
        {
            PickleDictionary dictionary => dictionary,
            PickleObject holder => holder.Entries,
            var other => throw new PickleFormatException($"it sets items of {Describe(other)}"),
        };
        Fill(target, pairs);
    }

    private static PickleList Fill(PickleList list, ImmutableArray<object?> items)
    {
        list.Items.AddRange(items);
        return list;
    }

    private static PickleDictionary Fill(PickleDictionary dictionary, ImmutableArray<object?> pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new PickleFormatException("a dictionary has a key without a value");
        for (var i = 0; i < pairs.Length; i += 2)
            dictionary.Set(pairs[i], pairs[i + 1]);
        return dictionary;
    }

    private void PushInteger(ulong length)
    {
        if (length > LongestInteger)
            throw new PickleFormatException($"it holds an integer of {length} bytes");
        var value = new BigInteger(_input.Take(length));
        if (value >= long.MinValue && value <= long.MaxValue)
            _stack.Push((long)value);
        else
            _stack.Push(value);
    }

    private static void CheckProtocol(byte version)
    {
        if (version is < 2 or > 5)
            throw new PickleFormatException($"it is of protocol {version}; 2 to 5 are known");
    }

    /// <summary>A frame is a reader's hint; all that matters is that it does not promise what is not there.</summary>
    private void CheckFrame(ulong length)
    {
        if (length > (ulong)_limits.Bytes)
            throw new PickleFormatException($"it announces a frame of {length} bytes");
    }

    private static T Expect<T>(object? value)
        where T : class =>
        value as T
        ?? throw new PickleFormatException(
            $"it has {Describe(value)} where a "
                + $"{typeof(T).Name.Replace("Pickle", "", StringComparison.Ordinal).ToLowerInvariant()} belongs"
        );

    private static string Describe(object? value) =>
        value switch
        {
            null => "nothing",
            PickleObject item => $"a {item.Type}",
            _ => $"a {value.GetType().Name.Replace("Pickle", "", StringComparison.Ordinal).ToLowerInvariant()}",
        };
}
