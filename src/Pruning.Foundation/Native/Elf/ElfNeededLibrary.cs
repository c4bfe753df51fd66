namespace Pruning.Native.Elf;

/// <summary>A <c>DT_NEEDED</c> entry: a library that the loader loads along.</summary>
/// <param name="Name">Such as <c>libc.so.6</c>.</param>
/// <param name="NameIndex">Where the name begins in the string table, in bytes: the entry's value.</param>
/// <param name="ValueOffset">Where in the file that value stands, 8 bytes.</param>
internal sealed record ElfNeededLibrary(string Name, ulong NameIndex, long ValueOffset);
