using System.Runtime.InteropServices;

namespace Pruning.Native;

/// <summary>
/// The C library's heap keeps what is freed. By default glibc gives blocks of more than some 100 KiB back to the
/// system at once and asks for them anew, so the maps of each training step are cleared page by page again: a quarter
/// of a step's time in a virtual machine. Other C libraries and systems are left as they are.
/// </summary>
internal static partial class HeapReuse
{
    // Of glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPadding = -2;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    private const int Padding = 64 << 20;

    private static readonly string[] Variables =
    [
        "GLIBC_TUNABLES",
        "MALLOC_TRIM_THRESHOLD_",
        "MALLOC_TOP_PAD_",
        "MALLOC_MMAP_THRESHOLD_",
        "MALLOC_ARENA_MAX",
    ];

    private static readonly Lazy<bool> IsGlibc = new(() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
    );

    /// <summary>From now on, in the whole process; whoever runs it may say otherwise in the environment.</summary>
    public static void Begin()
    {
        if (!IsGlibc.Value || Variables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            return;
        _ = SetOption(MapThreshold, int.MaxValue);
        _ = SetOption(TrimThreshold, int.MaxValue);
        _ = SetOption(TopPadding, Padding);
        // A heap of a thread of its own takes no blocks above 64 MiB, and is given back whole.
        _ = SetOption(MostArenas, 1);
    }

    /// <summary>Gives back to the system what is free at this moment.</summary>
    public static void Release()
    {
        if (IsGlibc.Value)
            _ = Trim(0);
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint padding);
}
