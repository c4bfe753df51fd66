namespace Pruning.Native.Elf;

/// <summary>A symbol of <c>.dynsym</c>.</summary>
/// <param name="IsDefined">Whether this very file defines it.</param>
/// <param name="IsWeak">A weak one may be missing: its address is then null, and the code that uses it asks.</param>
/// <param name="Version">Its index in <c>.gnu.version</c>, without the bit for hidden ones.</param>
internal readonly record struct ElfSymbol(string Name, bool IsDefined, bool IsWeak, int Version)
{
    // VER_NDX_LOCAL and VER_NDX_GLOBAL say "no version".
    private const int LastWithoutVersion = 1;

    public bool HasVersion => Version > LastWithoutVersion;
}
