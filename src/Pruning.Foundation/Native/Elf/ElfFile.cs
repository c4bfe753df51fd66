using System.Collections.Immutable;

namespace Pruning.Native.Elf;

/// <summary>
/// What a shared object asks of the system's loader: libraries, symbol versions, and the relocations that use them.
/// Reads files that it did not make, so every offset and count is checked.
/// </summary>
internal sealed class ElfFile : IDisposable
{
    private const int RelocationSize = 24;
    private const int SymbolSize = 24;
    private const ulong FlagBindNow = 8; // DF_BIND_NOW
    private const ulong Flag1Now = 1; // DF_1_NOW
    private const int WeakBinding = 2; // STB_WEAK

    // Many entries may name one text: neither may be long where there can be many.
    private const int MostNeeded = 1024;
    private const int LongestName = 4096;
    private const int HiddenVersion = 0x8000;

    private readonly ElfBytes _bytes;
    private readonly ElfDynamicTable _dynamic;

    /// <exception cref="ElfFormatException">It is no shared object for x86-64, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ElfFile(string path)
    {
        _bytes = new ElfBytes(path);
        try
        {
            _dynamic = new ElfDynamicTable(_bytes);
            if (_dynamic.Needed.Count > MostNeeded)
                throw new ElfFormatException($"it needs {_dynamic.Needed.Count} libraries");
            Needed =
            [
                .. _dynamic.Needed.Select(entry => new ElfNeededLibrary(
                    Name(entry.Value),
                    entry.Value,
                    (long)entry.Offset
                )),
            ];
            var versions = new ElfVersionTables(_bytes, _dynamic, Name);
            (RequiredVersions, DefinedVersions) = (versions.Required(), versions.Defined());
        }
        catch
        {
            _bytes.Dispose();
            throw;
        }
    }

    public ReadOnlySpan<byte> Bytes => _bytes.All;

    public ImmutableArray<ElfNeededLibrary> Needed { get; }

    public ImmutableArray<ElfRequiredVersion> RequiredVersions { get; }

    public ImmutableHashSet<string> DefinedVersions { get; }

    /// <summary>Whether it tells the loader to find every function at once.</summary>
    public bool BindsAtOnce =>
        _dynamic.Find(ElfTag.BindNow) is not null
        || ((_dynamic.Find(ElfTag.Flags) ?? 0) & FlagBindNow) != 0
        || ((_dynamic.Find(ElfTag.Flags1) ?? 0) & Flag1Now) != 0;

    /// <summary>All that refer to a symbol.</summary>
    public IEnumerable<ElfRelocation> Relocations()
    {
        if (
            _dynamic.Find(ElfTag.RelocationsWithoutAddend) is not null
            || _dynamic.Find(ElfTag.JumpTableKind) is { } kind && kind != ElfTag.Relocations
        )
            throw new ElfFormatException("its relocations are of a kind that x86-64 has not");
        return Relocations(ElfTag.Relocations, ElfTag.RelocationsSize, inJumpTable: false)
            .Concat(Relocations(ElfTag.JumpTable, ElfTag.JumpTableSize, inJumpTable: true));
    }

    public ElfSymbol Symbol(uint index)
    {
        var at = _dynamic.OffsetOf(_dynamic.Require(ElfTag.Symbols)) + (ulong)index * SymbolSize;
        var version = _dynamic.Find(ElfTag.SymbolVersions) is { } versions
            ? _bytes.UInt16(_dynamic.OffsetOf(versions) + (ulong)index * sizeof(ushort)) & ~HiddenVersion
            : 0;
        var binding = _bytes.Slice(at + 4, 1)[0] >> 4;
        return new ElfSymbol(Text(_bytes.UInt32(at)), _bytes.UInt16(at + 6) != 0, binding == WeakBinding, version);
    }

    public void Dispose() => _bytes.Dispose();

    private IEnumerable<ElfRelocation> Relocations(ulong tableTag, ulong sizeTag, bool inJumpTable)
    {
        if (_dynamic.Find(tableTag) is not { } address)
            yield break;
        var (start, size) = (_dynamic.OffsetOf(address), _dynamic.Require(sizeTag));
        _bytes.Slice(start, (int)Math.Min(size, int.MaxValue));
        for (var at = start; at + RelocationSize <= start + size; at += RelocationSize)
        {
            var info = _bytes.UInt64(at + 8);
            if (info >> 32 != 0)
                yield return new ElfRelocation((uint)info, (uint)(info >> 32), inJumpTable);
        }
    }

    /// <summary>Of a library or a version.</summary>
    private string Name(ulong index) =>
        Text(index) is { Length: <= LongestName } name
            ? name
            : throw new ElfFormatException($"the name {index} has more than {LongestName} letters");

    private string Text(ulong index)
    {
        var start = _dynamic.OffsetOf(_dynamic.Require(ElfTag.Strings));
        var size = _dynamic.Require(ElfTag.StringsSize);
        return index < size && size <= (ulong)_bytes.Length
            ? _bytes.Text(start + index, start + size)
            : throw new ElfFormatException($"the text {index} lies outside of its string table");
    }
}
