namespace Pruning.Native.Elf;

/// <summary>Kinds of entries of a dynamic table, <c>DT_…</c>.</summary>
internal static class ElfTag
{
    public const ulong End = 0;
    public const ulong Needed = 1;
    public const ulong JumpTableSize = 2;
    public const ulong Strings = 5;
    public const ulong Symbols = 6;
    public const ulong Relocations = 7;
    public const ulong RelocationsSize = 8;
    public const ulong StringsSize = 10;
    public const ulong RelocationsWithoutAddend = 17;
    public const ulong JumpTableKind = 20;
    public const ulong JumpTable = 23;
    public const ulong BindNow = 24;
    public const ulong Flags = 30;
    public const ulong SymbolVersions = 0x6ffffff0;
    public const ulong Flags1 = 0x6ffffffb;
    public const ulong DefinedVersions = 0x6ffffffc;
    public const ulong DefinedVersionCount = 0x6ffffffd;
    public const ulong RequiredVersions = 0x6ffffffe;
    public const ulong RequiredVersionCount = 0x6fffffff;
}
