using System;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace Pruning.Tasks;

/// <summary>A child process whose lines are handed on as they come, and which can be asked to stop before it is killed.</summary>
internal sealed class EngineProcess : IDisposable
{
    /// <summary>How long the engine may take to save its checkpoint and leave.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ManualResetEvent _stop = new(initialState: false);

    public bool IsStopped => _stop.WaitOne(0);

    /// <summary>Asks the process to stop; <see cref="Run"/> returns soon after. One that is not yet started stops as soon as it is.</summary>
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

        using var process = new Process { StartInfo = StartInfo(program, arguments, folder), EnableRaisingEvents = true };
        using var exited = new ManualResetEvent(initialState: false);
        process.Exited += (_, _) => exited.Set();
        process.OutputDataReceived += Forward;
        process.ErrorDataReceived += Forward;
        process.Start();
        // An engine that asks for input gets none, rather than the build's own.
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (WaitHandle.WaitAny([exited, _stop]) == 0)
            process.WaitForExit(); // for the last lines as well
        else
            End(process, exited);
        return process.ExitCode;
    }

    public void Dispose() => _stop.Dispose();

    private static void End(Process process, ManualResetEvent exited)
    {
        if (TerminationSignal.Send(process.Id) && exited.WaitOne(Grace))
            return;
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

    private static ProcessStartInfo StartInfo(string program, string arguments, string folder) => new(program, arguments)
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
