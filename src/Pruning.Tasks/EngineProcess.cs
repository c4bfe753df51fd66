using System;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace Pruning.Tasks;

/// <summary>
/// A child process whose lines are handed on as they come, and which can be asked to stop before it is killed. Its
/// input stays open as long as the build lives: by its end it learns that the build is gone, however that went.
/// </summary>
internal sealed class EngineProcess : IDisposable
{
    /// <summary>
    /// How long the engine may take to leave. It ends itself after three seconds; a build stops within five.
    /// </summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private readonly ManualResetEvent _stop = new(initialState: false);

    public bool IsStopped => _stop.WaitOne(0);

    /// <summary>
    /// Asks the process to stop; <see cref="Run"/> returns soon after. One that is not yet started stops as soon as it
    /// is.
    /// </summary>
    public void Stop() => _stop.Set();

    /// <summary>Runs to the end. <paramref name="receive"/> gets one line at a time, of both streams.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string program, string arguments, string folder, Action<string> receive)
    {
        var gate = new object();
        void Forward(object sender, DataReceivedEventArgs line)
        {
            lock (gate)
            {
                if (line.Data is not null)
                    receive(line.Data);
            }
        }

        using var process = new Process
        {
            StartInfo = StartInfo(program, arguments, folder),
            EnableRaisingEvents = true,
        };
        using var exited = new ManualResetEvent(initialState: false);
        process.Exited += (_, _) => exited.Set();
        process.OutputDataReceived += Forward;
        process.ErrorDataReceived += Forward;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (WaitHandle.WaitAny([exited, _stop]) == 0 || Leaves(process, exited))
            process.WaitForExit(); // for the last lines as well
        else
            End(process, exited);
        return process.ExitCode;
    }

    public void Dispose() => _stop.Dispose();

    private static bool Leaves(Process process, ManualResetEvent exited)
    {
        // Where there are no signals, the end of its input asks for the same.
        if (!TerminationSignal.Send(process.Id))
            process.StandardInput.Close();
        return exited.WaitOne(Grace);
    }

    private static void End(Process process, ManualResetEvent exited)
    {
        try
        {
            KillTree(process);
        }
        catch (InvalidOperationException)
        {
            // It left on its own in the meantime.
        }

        exited.WaitOne();
    }

    // Process.Kill(entireProcessTree) is younger than netstandard2.0, but there in every MSBuild that runs on .NET.
    private static void KillTree(Process process)
    {
        if (typeof(Process).GetMethod(nameof(Process.Kill), [typeof(bool)]) is { } kill)
            kill.Invoke(process, [true]);
        else
            process.Kill();
    }

    private static ProcessStartInfo StartInfo(string program, string arguments, string folder) =>
        new(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
}
