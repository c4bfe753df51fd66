using Pruning.Native.Elf;

namespace Pruning.Fuzzing.Readers;

/// <summary>A native library: what it asks of the loader, and its relocations.</summary>
internal sealed class SharedObjectReader() : FileReader("elf", "a.so", "Pruning.Native.Elf.")
{
    public override IReadOnlyList<Type> Refusals => [typeof(ElfFormatException)];

    protected override string? ReadFile(string path)
    {
        using var file = new ElfFile(path);
        var symbols = file.Relocations().Select(relocation => file.Symbol(relocation.Symbol).Name);
        return $"{string.Join('|', file.Needed)} {string.Join('|', file.RequiredVersions)} {file.DefinedVersions.Count} "
            + $"{file.BindsAtOnce} {string.Join('|', symbols)}";
    }
}
