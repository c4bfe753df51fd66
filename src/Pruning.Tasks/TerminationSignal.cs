using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Pruning.Tasks;

/// <summary>Asks a process to stop, as a terminal or a service manager does.</summary>
internal static class TerminationSignal
{
    private const int SigTerm = 15;

    /// <returns>False where there is no such request: on Windows, or when the process is gone.</returns>
    public static bool Send(int processId) => Path.DirectorySeparatorChar == '/' && Kill(processId, SigTerm) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
