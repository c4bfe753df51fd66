using Pruning.Native.Elf;
using Pruning.Testing;
using Xunit;

namespace Pruning.Native;

public sealed class ElfFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_a_library_asks_for_is_read()
    {
        Library().WriteTo(_path);
        using var file = new ElfFile(_path);
        Assert.Equal(["libc.so.6", "libother.so"], file.Needed.Select(needed => needed.Name));
        Assert.Equal([("libc.so.6", "GLIBC_2.2.5", 2, false), ("libother.so", "OTHER_1", 3, false)], file.RequiredVersions.Select(version => (version.Library, version.Name, version.Index, version.IsWeak)));
        Assert.Equal(
            [(new ElfSymbol("strlen", false, false, 2), false), (new ElfSymbol("other", false, true, 1), true)],
            file.Relocations().Select(relocation => (file.Symbol(relocation.Symbol), relocation.CanWait)));
        Assert.False(file.BindsAtOnce);
    }

    [LinuxX64Fact]
    public void The_systems_own_libraries_are_read()
    {
        Assert.True(System.Runtime.InteropServices.NativeLibrary.TryLoad("libstdc++.so.6", out var handle));
        using var file = new ElfFile(LinkMap.FileOf(handle)!);
        Assert.Contains("GLIBCXX_3.4", file.DefinedVersions);
        Assert.Contains(file.Needed, needed => needed.Name == "libc.so.6");
        Assert.True(file.Relocations().Count() > 1000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ this is another system's")]
    [InlineData("\u007fELF")]
    public void Other_files_are_refused(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Throws<ElfFormatException>(() => new ElfFile(_path));
    }

    /// <summary>Every byte in turn takes other values, and the file ends at every place: read, or refused, and never more than that.</summary>
    [Fact]
    public void Damaged_files_are_refused_or_read_and_no_more()
    {
        var whole = Library().ToBytes();
        for (var at = 0; at < whole.Length; at++)
        {
            Read(whole[..at]);
            foreach (var value in (byte[])[0, 1, 0x7F, 0xFF])
            {
                var damaged = whole.ToArray();
                damaged[at] = value;
                Read(damaged);
            }
        }
    }

    private void Read(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        try
        {
            using var file = new ElfFile(_path);
            foreach (var relocation in file.Relocations())
                _ = file.Symbol(relocation.Symbol);
        }
        catch (ElfFormatException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    private static TinySharedObject Library() => new()
    {
        Needed = { "libother.so" },
        Versions = { ("libc.so.6", "GLIBC_2.2.5"), ("libother.so", "OTHER_1") },
        Uses = { ("strlen", TinySharedObject.GlobalData, 0, false), ("other", TinySharedObject.JumpSlot, -1, true) },
    };
}
