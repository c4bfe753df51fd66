namespace Pruning.Native.Elf;

/// <summary>A file is no shared object of this machine's kind, or is damaged.</summary>
internal sealed class ElfFormatException(string message) : Exception(message);
