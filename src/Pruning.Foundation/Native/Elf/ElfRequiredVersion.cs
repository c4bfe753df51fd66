namespace Pruning.Native.Elf;

/// <summary>A symbol version that a library must have, from <c>.gnu.version_r</c>.</summary>
/// <param name="Library">Of which library, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Name">Such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Index">By which symbols refer to it in <c>.gnu.version</c>.</param>
/// <param name="Flags"><c>vna_flags</c>: with <see cref="Weak"/> in it, the loader goes on without the version.</param>
/// <param name="FlagsOffset">Where in the file they stand, 2 bytes.</param>
internal sealed record ElfRequiredVersion(string Library, string Name, int Index, ushort Flags, long FlagsOffset)
{
    /// <summary><c>VER_FLG_WEAK</c>.</summary>
    public const ushort Weak = 2;

    public bool IsWeak => (Flags & Weak) != 0;
}
