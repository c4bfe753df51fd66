using System.Runtime.InteropServices;

namespace Pruning.Native;

/// <summary>
/// Environment variables as native code sees them: .NET's own setter does not reach a C library's <c>getenv</c>.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable that the user left unset; theirs wins.</summary>
    public static void SetDefault(string name, string value)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            return;
        if (OperatingSystem.IsWindows())
            _ = PutWindows(name, value);
        else
            _ = SetUnix(name, value, overwrite: 1);
        Environment.SetEnvironmentVariable(name, value);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetUnix(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PutWindows(string name, string value);
}
