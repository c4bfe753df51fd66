using System.Text;
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
        Assert.Equal(
            [("libc.so.6", "GLIBC_2.2.5", 2, false), ("libother.so", "OTHER_1", 3, false)],
            file.RequiredVersions.Select(version => (version.Library, version.Name, version.Index, version.IsWeak))
        );
        Assert.Equal(
            [(new ElfSymbol("strlen", false, false, 2), false), (new ElfSymbol("other", false, true, 1), true)],
            file.Relocations().Select(relocation => (file.Symbol(relocation.Symbol), relocation.CanWait))
        );
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

    // 2,000 libraries of which each has the versions of the 1,000 behind it: two million from 32 kilobytes.
    [Fact]
    public void Versions_that_share_their_entries_are_not_multiplied()
    {
        var entries = Enumerable
            .Range(0, 2000)
            .SelectMany(index =>
                (byte[])[1, 0, 0xE8, 3, 1, 0, 0, 0, 16, 0, 0, 0, (byte)(index == 1999 ? 0 : 16), 0, 0, 0]
            )
            .ToArray();
        AssertRefused("versions", [(0x6ffffffe, 0x1000UL), (0x6fffffff, 2000UL)], entries);
        AssertRefused("1024 versions", [(0x6ffffffe, 0x1000UL), (0x6fffffff, 1000UL)], entries);
    }

    // Each of 2,000 needed libraries has the same name, of 30 kilobytes.
    [Fact]
    public void Long_names_are_not_multiplied()
    {
        var name = Encoding.ASCII.GetBytes(new string('a', 30_000) + '\0');
        AssertRefused("letters", [(1, 4UL)], name);
        AssertRefused("2000 libraries", [.. Enumerable.Repeat((1UL, 4UL), 2000)], name);
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

    /// <summary>
    /// Every byte in turn takes other values, and the file ends at every place: read, or refused, and never more than
    /// that.
    /// </summary>
    [Fact]
    public void Damaged_files_are_refused_or_read_and_no_more()
    {
        var whole = Library().ToBytes();
        for (var at = 0; at < whole.Length; at++)
        {
            Read(whole[..at]);
            // Most bytes are zero already.
            foreach (var value in ((byte[])[0, 1, 0x7F, 0xFF]).Where(value => value != whole[at]))
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

    /// <summary>A file of a dynamic table and, from 0x1000 on as text and as data, some bytes.</summary>
    private void AssertRefused(string said, (ulong Tag, ulong Value)[] table, byte[] bytes)
    {
        var file = new byte[0x1000 + bytes.Length + 4096 + (16 * (table.Length + 3))];
        ulong dynamic = (ulong)(0x1000 + bytes.Length + 4096);
        byte[] head = [0x7F, .. "ELF"u8, 2, 1, 1, 0];
        head.CopyTo(file, 0);
        (file[16], file[18], file[32], file[56]) = (3, 62, 64, 2);
        Segment(0, kind: 1, 0, (ulong)file.Length);
        Segment(1, kind: 2, dynamic, (ulong)(16 * (table.Length + 3)));
        bytes.CopyTo(file, 0x1000);
        foreach (
            var (index, (tag, value)) in table.Append((5UL, 0xFFCUL)).Append((10UL, (ulong)bytes.Length + 1024)).Index()
        )
        {
            BitConverter.TryWriteBytes(file.AsSpan((int)dynamic + (16 * index)), tag);
            BitConverter.TryWriteBytes(file.AsSpan((int)dynamic + (16 * index) + 8), value);
        }

        File.WriteAllBytes(_path, file);
        Assert.Contains(
            said,
            Assert.Throws<ElfFormatException>(() => new ElfFile(_path).Dispose()).Message,
            StringComparison.Ordinal
        );

        void Segment(int index, byte kind, ulong offset, ulong size)
        {
            var at = 64 + (56 * index);
            file[at] = kind;
            BitConverter.TryWriteBytes(file.AsSpan(at + 8), offset);
            BitConverter.TryWriteBytes(file.AsSpan(at + 16), offset);
            BitConverter.TryWriteBytes(file.AsSpan(at + 32), size);
        }
    }

    private static TinySharedObject Library() =>
        new()
        {
            Needed = { "libother.so" },
            Versions = { ("libc.so.6", "GLIBC_2.2.5"), ("libother.so", "OTHER_1") },
            Uses =
            {
                ("strlen", TinySharedObject.GlobalData, 0, false),
                ("other", TinySharedObject.JumpSlot, -1, true),
            },
        };
}
