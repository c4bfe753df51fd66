using System.Runtime.InteropServices;

namespace Pruning.Native;

/// <summary>How glibc's allocator keeps memory.</summary>
internal static partial class NativeHeap
{
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD

    private const int LargeBlock = 1 << 20;

    /// <summary>
    /// Has blocks from a megabyte on mapped one by one, so that a freed one goes back to the system. Left alone, the allocator learns from
    /// the first large blocks that are freed to keep all up to 32 MiB in its heaps, where a training's maps of every size leave holes.
    /// Without effect where the C library is another.
    /// </summary>
    public static void GiveBackLargeBlocks()
    {
        // Whoever sets the variables of the allocator wants to decide it.
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is not null)
            return;
        try
        {
            _ = SetOption(MapThreshold, LargeBlock);
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            // musl, for example, which has no such heaps.
            return;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
