using System.Runtime.InteropServices;

namespace Pruning.Native;

/// <summary>
/// The C library's heap keeps what is freed. By default glibc gives blocks of more than some 100 KiB back to the
/// system at once and asks for them anew, so the maps of each training step are cleared page by page again: a quarter
/// of a step's time in a virtual machine. Other C libraries and systems are left as they are.
/// </summary>
internal static partial class HeapReuse
{
    /// <summary>With anything in it, whoever runs the process has decided for themselves.</summary>
    internal const string Tunables = "GLIBC_TUNABLES";

    // By the numbers of glibc's malloc.h; each where its variable leaves it open.
    private static readonly (int Option, int Value, string Variable)[] Settings =
    [
        (-1, int.MaxValue, "MALLOC_TRIM_THRESHOLD_"),
        (-2, 64 << 20, "MALLOC_TOP_PAD_"),
        (-3, int.MaxValue, "MALLOC_MMAP_THRESHOLD_"),
        // A heap of a thread of its own takes no blocks above 64 MiB, and is given back whole.
        (-8, 1, "MALLOC_ARENA_MAX"),
    ];

    private static readonly Lazy<bool> IsGlibc = new(() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
    );

    /// <summary>From now on, in the whole process.</summary>
    public static void Begin()
    {
        if (!IsGlibc.Value || IsSet(Tunables))
            return;
        foreach (var (option, value, variable) in Settings)
        {
            if (!IsSet(variable))
                _ = SetOption(option, value);
        }
    }

    /// <summary>Gives back to the system what is free at this moment.</summary>
    public static void Release()
    {
        if (IsGlibc.Value)
            _ = Trim(0);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint padding);
}
