using System.Runtime.InteropServices;

namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// Ends the process when work does not notice within seconds that it was asked to stop: a native operator cannot be
/// interrupted. The process leaves without running native clean-up code, which would pull memory from under threads
/// that still compute. Every file that outlives a run is written to a temporary name first, so nothing half-written is
/// left.
/// </summary>
internal sealed partial class HardStop : IDisposable
{
    /// <summary>Whoever presses Ctrl-C has the terminal back within five seconds.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly ManualResetEventSlim _finished = new();
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Watches for the interruption until disposed.</summary>
    /// <param name="farewell">What is said of a process that was ended.</param>
    public HardStop(TextWriter messages, string farewell, CancellationToken interruption) =>
        _registration = interruption.Register(() =>
            new Thread(() => Watch(messages, farewell)) { IsBackground = true, Name = "hard stop" }.Start()
        );

    public void Dispose()
    {
        // The event is not disposed: a watching thread may still be waiting for it.
        _registration.Dispose();
        _finished.Set();
    }

    private void Watch(TextWriter messages, string farewell)
    {
        if (_finished.Wait(Grace))
            return;
        // Where nobody reads any more, writing may never end.
        var words = new Thread(() => messages.WriteLine(farewell)) { IsBackground = true };
        words.Start();
        words.Join(Grace / 10);
        Leave(ExitCodes.Error);
    }

    private static void Leave(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            TerminateProcess(GetCurrentProcess(), (uint)exitCode);
        else
            ExitNow(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int exitCode);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentProcess();

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
