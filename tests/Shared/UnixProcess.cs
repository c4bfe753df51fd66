using System.Globalization;
using System.Runtime.InteropServices;

namespace Pruning.Testing;

/// <summary>Signals to processes, and which there are, on Unix.</summary>
internal static class UnixProcess
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18; // on Linux
    public const int Stop = 19; // on Linux

    /// <param name="process">
    /// Its number; that of a group's leader, negative, for the whole group, as a terminal does it.
    /// </param>
    public static void Signal(int process, int signal)
    {
        if (!TrySignal(process, signal))
            throw new InvalidOperationException($"Process {process} is not there to take signal {signal}.");
    }

    /// <returns>Whether it is still there to take one.</returns>
    public static bool TrySignal(int process, int signal) => Send(process, signal) == 0;

    public static bool Runs(int process) => StateOf(process) is not (null or 'Z');

    /// <summary>Command lines of the processes of a session, its leader's number, that have not ended.</summary>
    public static string[] OfSession(int session) => [.. InSession(session).Select(process => process.Command)];

    /// <summary>The same, with their numbers.</summary>
    public static (int Process, string Command)[] InSession(int session) =>
        [
            .. All()
                .Where(process =>
                    Runs(process)
                    && Fields(process) is [_, _, _, var owner, ..]
                    && owner == session.ToString(CultureInfo.InvariantCulture)
                )
                .Select(process => (process, Read($"/proc/{process}/cmdline")?.Replace('\0', ' ') ?? "")),
        ];

    /// <summary>Numbers of all processes.</summary>
    public static IEnumerable<int> All() =>
        Directory
            .GetDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                    ? process
                    : 0
            )
            .Where(process => process > 0);

    private static char? StateOf(int process) => Fields(process) is [var state, ..] ? state[0] : null;

    // State, parent, group, session …: what follows the name, which may hold anything.
    private static string[]? Fields(int process) =>
        Read($"/proc/{process}/stat") is { } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int process, int signal);
}
