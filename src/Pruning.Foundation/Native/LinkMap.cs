using System.Runtime.InteropServices;

namespace Pruning.Native;

/// <summary>glibc's record of a loaded library, <c>struct link_map</c>.</summary>
internal static unsafe partial class LinkMap
{
    private const int RequestLinkMap = 2; // RTLD_DI_LINKMAP

    /// <summary>The file that a handle of the loader stands for; null where the C library does not tell.</summary>
    public static string? FileOf(nint handle)
    {
        try
        {
            nint map;
            if (Info(handle, RequestLinkMap, &map) != 0)
                return null;
            // l_addr, then l_name.
            var path = Marshal.PtrToStringUTF8(((nint*)map)[1]);
            return string.IsNullOrEmpty(path) ? null : path;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    // Still there where the C library holds all of it, since version 2.34.
    [LibraryImport("libdl.so.2", EntryPoint = "dlinfo")]
    private static partial int Info(nint handle, int request, void* result);
}
