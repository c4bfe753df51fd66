using System.Runtime.InteropServices;

namespace Pruning.Storage;

/// <summary>
/// A file that outgrows what its file system takes, or the limit of a process (<c>ulimit -f</c>). The system would end
/// the process for it, and .NET tells of it as of an argument that is out of range; here it becomes a failure of the
/// disk like any other.
/// </summary>
public static class OversizeFile
{
    // The same on Linux and on macOS.
    private const int FileSizeSignal = 25;

    // .NET's own words; nothing else tells it from a mistake in the caller's arguments.
    private const string Words = "Specified file length was too large for the file system.";

    private static PosixSignalRegistration? _registration;

    /// <summary>
    /// Lets the process live when it meets the limit: the write fails instead. For a program's start.
    /// </summary>
    public static void Survive()
    {
        if (!OperatingSystem.IsWindows())
            _registration ??= PosixSignalRegistration.Create((PosixSignal)FileSizeSignal, context =>
                context.Cancel = true
            );
    }

    /// <summary>Does work that writes a file, and closes it: what is left in a buffer is written only then.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="IOException">It became too large; or whatever else the work throws.</exception>
    public static T Tell<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentOutOfRangeException failure) when (failure.Message.StartsWith(Words, StringComparison.Ordinal))
        {
            throw new IOException(
                $"'{path}' has become larger than its file system, or the process's limit on the size of files "
                    + $"(ulimit -f), allows.",
                failure
            );
        }
    }
}
