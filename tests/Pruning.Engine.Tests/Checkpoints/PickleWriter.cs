using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pruning.Checkpoints;

/// <summary>Writes pickles by hand, so that tests can make honest and hostile ones.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];

    public PickleWriter() => Raw(0x80, 2);

    public byte[] Stop()
    {
        Raw((byte)'.');
        return [.. _bytes];
    }

    public PickleWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleWriter Op(char opcode) => Raw((byte)opcode);

    public PickleWriter Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Op('X').Raw(length).Raw(bytes);
    }

    public PickleWriter Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleWriter Real(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Op('G').Raw(bytes);
    }

    public PickleWriter Global(string module, string name) => Raw(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    /// <summary>
    /// Any of: null, bool, int, long, double, string, arrays (tuples), lists, dictionaries, and actions that write
    /// themselves.
    /// </summary>
    public PickleWriter Value(object? value) =>
        value switch
        {
            null => Op('N'),
            bool flag => Raw(flag ? (byte)0x88 : (byte)0x89),
            int or long => Integer(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            double number => Real(number),
            string text => Text(text),
            Action<PickleWriter> write => Run(write),
            object?[] tuple => Sequence('(', tuple, 't'),
            List<object?> list => Op(']').Sequence('(', list, 'e'),
            IEnumerable<KeyValuePair<string, object?>> entries => Dictionary(entries),
            _ => throw new ArgumentException($"No pickle form for {value.GetType()}.", nameof(value)),
        };

    /// <summary>torch's way to write a tensor: its storage by reference, offset, sizes, strides.</summary>
    public PickleWriter Tensor(string storageType, string key, long count, long offset, long[] sizes, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2")
            .Op('(')
            .Op('(')
            .Text("storage")
            .Global("torch", storageType)
            .Text(key)
            .Text("cpu")
            .Integer(count)
            .Op('t')
            .Op('Q')
            .Integer(offset)
            .Value(sizes.Cast<object?>().ToArray())
            .Value(strides.Cast<object?>().ToArray())
            .Value(false)
            .Op('}')
            .Op('t')
            .Op('R');

    /// <summary>An instance: class, then its state.</summary>
    public PickleWriter Instance(string module, string name, IEnumerable<KeyValuePair<string, object?>> state) =>
        Global(module, name).Op(')').Raw(0x81).Value(state).Op('b');

    private PickleWriter Run(Action<PickleWriter> write)
    {
        write(this);
        return this;
    }

    private PickleWriter Sequence(char open, IEnumerable<object?> items, char close)
    {
        Op(open);
        foreach (var item in items)
            Value(item);
        return Op(close);
    }

    private PickleWriter Dictionary(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        Op('}').Op('(');
        foreach (var (key, value) in entries)
            Text(key).Value(value);
        return Op('u');
    }
}
