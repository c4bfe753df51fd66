using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace Pruning.Native.Elf;

/// <summary>A file in memory, read with every offset checked. Owns the mapping.</summary>
internal sealed unsafe class ElfBytes : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <exception cref="ElfFormatException">It is empty, or larger than 2 GiB.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ElfBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length is 0 or > int.MaxValue)
            throw new ElfFormatException($"it has {stream.Length} bytes");
        Length = (int)stream.Length;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public int Length { get; }

    public ReadOnlySpan<byte> All => new(_start, Length);

    /// <exception cref="ElfFormatException">It ends before.</exception>
    public ReadOnlySpan<byte> Slice(ulong offset, int length) =>
        offset <= (ulong)Length && (ulong)length <= (ulong)Length - offset
            ? new ReadOnlySpan<byte>(_start + offset, length)
            : throw new ElfFormatException($"{length} bytes at {offset} lie outside of its {Length}");

    public ushort UInt16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, sizeof(ushort)));

    public uint UInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, sizeof(uint)));

    public ulong UInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, sizeof(ulong)));

    /// <summary>A text that ends with a null byte.</summary>
    public string Text(ulong offset, ulong end)
    {
        var length = end > offset ? (int)Math.Min(end - offset, int.MaxValue) : 0;
        var bytes = Slice(offset, length);
        var stop = bytes.IndexOf((byte)0);
        return stop >= 0
            ? Encoding.UTF8.GetString(bytes[..stop])
            : throw new ElfFormatException($"the text at {offset} does not end");
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
