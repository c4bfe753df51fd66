using System.Runtime.InteropServices;
using Pruning.Native.Elf;
using Pruning.Testing;
using Xunit;

namespace Pruning.Native;

/// <summary>
/// What the system's own loader refuses is loaded as a copy, where and only where the copy's code cannot notice.
/// </summary>
[Collection(nameof(NativeLoaderTests))]
[CollectionDefinition(nameof(NativeLoaderTests), DisableParallelization = true)]
public sealed class NativeLoaderTests : IDisposable
{
    private const string Absent = "libpruning-absent.so.1";

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning-native-").FullName;

    public NativeLoaderTests() => NativeLoader.CacheFolder = Path.Combine(_folder, "cache");

    public void Dispose()
    {
        NativeLoader.CacheFolder = null;
        NativeLoader.PatchingAllowed = true;
        Directory.Delete(_folder, recursive: true);
    }

    [LinuxX64Fact]
    public void What_the_system_takes_is_loaded_as_it_is()
    {
        var file = Write(new TinySharedObject());
        NativeLoader.Load(NameOf(file), file);
        Assert.Equal((file, null), (Loaded(file).Path, Loaded(file).Original));
        Assert.False(Directory.Exists(NativeLoader.CacheFolder));
    }

    [LinuxX64Fact]
    public void A_library_that_is_only_called_on_demand_is_done_without()
    {
        var file = Write(
            new TinySharedObject
            {
                Needed = { Absent },
                Uses =
                {
                    ("absent_window", TinySharedObject.JumpSlot, -1, false),
                    ("absent_hook", TinySharedObject.GlobalData, -1, true),
                },
            }
        );
        Assert.Throws<DllNotFoundException>(() => NativeLibrary.Load(file));
        var told = new List<string>();
        NativeLoader.LogTo(told.Add);
        NativeLoader.Load(NameOf(file), file);
        NativeLoader.LogTo(_ => { });

        var loaded = Loaded(file);
        Assert.Equal(file, loaded.Original);
        Assert.Equal(Absent, Assert.Single(loaded.Reasons));
        Assert.Contains(told, line =>
            line.Contains(
                $"refuses {file}, so a copy of it is loaded that does without {Absent}: {loaded.Path}",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(new FileInfo(file).Length, new FileInfo(loaded.Path).Length);
        Assert.Equal(
            8,
            File.ReadAllBytes(file)
                .Zip(File.ReadAllBytes(loaded.Path))
                .Chunk(8)
                .Count(word => word.Any(pair => pair.First != pair.Second)) * 8
        );
    }

    [LinuxX64Fact]
    public void A_version_that_nothing_refers_to_is_done_without()
    {
        var file = Write(
            new TinySharedObject
            {
                Versions = { ("libc.so.6", "GLIBC_9.99"), ("libc.so.6", "GLIBC_2.2.5") },
                Uses = { ("strlen", TinySharedObject.GlobalData, 1, false) },
            }
        );
        Assert.Throws<DllNotFoundException>(() => NativeLibrary.Load(file));
        NativeLoader.Load(NameOf(file), file);
        Assert.Equal("GLIBC_9.99 of libc.so.6", Assert.Single(Loaded(file).Reasons));
    }

    [LinuxX64Fact]
    public void Both_needs_at_once()
    {
        var file = Write(
            new TinySharedObject
            {
                Needed = { Absent, "libpruning-missing.so" },
                Versions = { ("libc.so.6", "GLIBC_9.99") },
                Uses = { ("absent_window", TinySharedObject.JumpSlot, -1, false) },
            }
        );
        NativeLoader.Load(NameOf(file), file);
        Assert.Equal(
            ["GLIBC_9.99 of libc.so.6", Absent, "libpruning-missing.so"],
            Loaded(file).Reasons.Order(StringComparer.Ordinal)
        );
    }

    [LinuxX64Fact]
    public void Whatever_the_code_could_notice_is_refused_with_the_symbol()
    {
        AssertRefused(
            "the address of 'absent_table' is needed when it is loaded (relocation type 6)",
            new TinySharedObject
            {
                Needed = { Absent },
                Uses = { ("absent_table", TinySharedObject.GlobalData, -1, false) },
            }
        );
        AssertRefused(
            "it uses 'strange' of GLIBC_9.99",
            new TinySharedObject
            {
                Versions = { ("libc.so.6", "GLIBC_9.99") },
                Uses = { ("strange", TinySharedObject.JumpSlot, 0, false) },
            }
        );
        AssertRefused(
            "it names the version ABSENT_1.0 of " + Absent,
            new TinySharedObject { Needed = { Absent }, Versions = { (Absent, "ABSENT_1.0") } }
        );
        AssertRefused(
            "it wants every function found when it is loaded",
            new TinySharedObject
            {
                Needed = { Absent },
                BindsAtOnce = true,
                Uses = { ("absent_window", TinySharedObject.JumpSlot, -1, false) },
            }
        );
        Assert.False(Directory.Exists(NativeLoader.CacheFolder));
    }

    [LinuxX64Fact]
    public void Switched_off_it_says_what_to_install()
    {
        NativeLoader.PatchingAllowed = false;
        AssertRefused(
            $"this system lacks {Absent}, and patched copies are switched off (PruningPatchNativeLibraries, or "
                + $"PRUNING_PATCH_NATIVE_LIBRARIES in the environment). On Debian and Ubuntu 'apt-get install "
                + $"libgtk-3-0 libdrm2 libatomic1' brings them",
            new TinySharedObject { Needed = { Absent } }
        );
    }

    [LinuxX64Fact]
    public void A_cache_that_cannot_be_written_is_said_so()
    {
        File.WriteAllText(Path.Combine(_folder, "cache"), "a file");
        AssertRefused(
            "a copy without that need cannot be kept in the cache (",
            new TinySharedObject { Needed = { Absent } }
        );
    }

    [LinuxX64Fact]
    public void A_copy_that_was_changed_is_made_again()
    {
        var file = Write(new TinySharedObject { Needed = { Absent } });
        var copy = Copy(file);
        var whole = File.ReadAllBytes(copy);
        foreach (
            var damage in (Func<byte[], byte[]>[])
                [
                    bytes => bytes[..^1],
                    bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
                    bytes => File.ReadAllBytes(file),
                    _ => [],
                ]
        )
        {
            File.WriteAllBytes(copy, damage(whole));
            Assert.Equal(copy, Copy(file));
            Assert.Equal(whole, File.ReadAllBytes(copy));
        }

        var untouched = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(copy, untouched);
        Copy(file);
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(copy));
    }

    [LinuxX64Fact]
    public void What_a_killed_process_left_of_a_copy_goes_with_the_next_one()
    {
        var file = Write(new TinySharedObject { Needed = { Absent } });
        var copy = Copy(file);
        var left = $"{copy}.{Guid.NewGuid():N}.tmp";
        File.Move(copy, left);
        Assert.Equal(copy, Copy(file));
        Assert.Equal([copy], Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    private static string Copy(string file)
    {
        using var elf = new ElfFile(file);
        return PatchedCopy.Ensure(
            file,
            elf.Bytes,
            PatchPlan.Make(elf, LoadObstacles.Find(elf)).Patches,
            NativeLoader.CacheFolder!
        );
    }

    private void AssertRefused(string says, TinySharedObject library)
    {
        var file = Write(library);
        var refusal = Assert.Throws<DllNotFoundException>(() => NativeLoader.Load(NameOf(file), file));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    // A name of its own each: what a process has loaded stays loaded.
    private string Write(TinySharedObject library) =>
        library.WriteTo(Path.Combine(_folder, $"lib{Guid.NewGuid():N}.so"));

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file)[3..];

    private static LoadedLibrary Loaded(string file) =>
        Assert.Single(NativeLoader.Loaded, library => library.Name == NameOf(file));
}
