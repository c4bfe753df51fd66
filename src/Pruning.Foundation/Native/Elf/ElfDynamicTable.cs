namespace Pruning.Native.Elf;

/// <summary>The segments and the dynamic table of a shared object: where the loader finds all else.</summary>
/// <remarks>System V ABI, "Object Files" and "Dynamic Linking"; the x86-64 supplement.</remarks>
internal sealed class ElfDynamicTable
{
    private const ulong IdentityClass64LittleEndian = 0x00010102464C457F; // ELF, 64 bits, little endian, version 1
    private const int SharedObject = 3;
    private const int MachineX64 = 62;
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;
    private const int SegmentSize = 56;
    private const int EntrySize = 16;

    private readonly ElfBytes _bytes;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> _segments = [];
    private readonly Dictionary<ulong, ulong> _values = [];

    /// <exception cref="ElfFormatException">It is no shared object for x86-64, or damaged.</exception>
    public ElfDynamicTable(ElfBytes bytes)
    {
        _bytes = bytes;
        // The eighth byte names the system, which loaders do not look at.
        if (
            (bytes.UInt64(0) & 0x00FF_FFFF_FFFF_FFFF) != IdentityClass64LittleEndian
            || bytes.UInt16(16) != SharedObject
            || bytes.UInt16(18) != MachineX64
        )
            throw new ElfFormatException("it is no ELF shared object for x86-64");
        var (table, count) = (bytes.UInt64(32), bytes.UInt16(56));
        ulong dynamic = 0,
            size = 0;
        for (ulong at = table; at < table + (ulong)(count * SegmentSize); at += SegmentSize)
        {
            var (offset, address, length) = (bytes.UInt64(at + 8), bytes.UInt64(at + 16), bytes.UInt64(at + 32));
            if (bytes.UInt32(at) == SegmentLoad)
                _segments.Add((address, offset, length));
            else if (bytes.UInt32(at) == SegmentDynamic)
                (dynamic, size) = (offset, length);
        }

        if (size == 0)
            throw new ElfFormatException("it has no dynamic table");
        ReadEntries(dynamic, size);
    }

    /// <summary>Values of <c>DT_NEEDED</c>, and where in the file they stand.</summary>
    public List<(ulong Value, ulong Offset)> Needed { get; } = [];

    /// <summary>The value of an entry; null where there is none.</summary>
    public ulong? Find(ulong tag) => _values.TryGetValue(tag, out var value) ? value : null;

    /// <exception cref="ElfFormatException">There is none.</exception>
    public ulong Require(ulong tag) =>
        Find(tag) ?? throw new ElfFormatException($"its dynamic table lacks the entry {tag:x}");

    /// <summary>Where in the file lies what an entry points to.</summary>
    public ulong OffsetOf(ulong address)
    {
        foreach (var segment in _segments)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
                return address - segment.Address + segment.Offset;
        }

        throw new ElfFormatException($"the address {address:x} is in none of its segments");
    }

    private void ReadEntries(ulong start, ulong size)
    {
        for (var at = start; size >= EntrySize; at += EntrySize, size -= EntrySize)
        {
            var (tag, value) = (_bytes.UInt64(at), _bytes.UInt64(at + 8));
            if (tag == ElfTag.End)
                return;
            if (tag == ElfTag.Needed)
                Needed.Add((value, at + 8));
            else
                _values.TryAdd(tag, value);
        }
    }
}
