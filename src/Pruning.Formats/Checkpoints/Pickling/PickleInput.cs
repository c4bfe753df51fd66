using System.Buffers.Binary;
using System.Text;

namespace Pruning.Checkpoints.Pickling;

/// <summary>A pickle's bytes with every read checked against their end.</summary>
internal sealed class PickleInput(ReadOnlyMemory<byte> bytes)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double DoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public string Text(ulong length) => Encoding.UTF8.GetString(Take(length));

    public byte[] Bytes(ulong length) => Take(length).ToArray();

    /// <summary>The characters up to the next line feed, which is consumed.</summary>
    public string Line()
    {
        var rest = _bytes.Span[Position..];
        var length = rest.IndexOf((byte)'\n');
        if (length < 0)
            throw new PickleFormatException("a name has no end");
        Position += length + 1;
        return Encoding.UTF8.GetString(rest[..length]);
    }

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position))
            throw new PickleFormatException(
                $"it ends at byte {_bytes.Length}, where {length} more were announced at byte {Position}"
            );
        var span = _bytes.Span.Slice(Position, (int)length);
        Position += (int)length;
        return span;
    }
}
