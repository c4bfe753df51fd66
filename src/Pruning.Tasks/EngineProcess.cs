using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;

namespace Pruning.Tasks;

/// <summary>
/// A child process whose lines are handed on as they come, which may wait between stages for the next one, and which
/// can be asked to stop before it is killed. Its input stays open as long as it is wanted: by its end it learns that
/// the build wants no more of it, or is gone, however that went. A build that is gone while its node stays is noticed
/// as well.
/// </summary>
internal sealed class EngineProcess : IDisposable
{
    /// <summary>
    /// How long the engine may take to leave. It ends itself after three seconds; a build stops within five.
    /// </summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    // What the line begins with by which an engine says that its stage is done and that it waits for another. One that
    // does not know of that leaves instead.
    private const string AwaitingPrefix = "awaiting: ";

    private readonly object _gate = new();
    private readonly List<string> _unheard = [];
    private readonly ManualResetEvent _exited = new(initialState: false);
    private readonly AutoResetEvent _awaits = new(initialState: false);
    private readonly Process _process;
    private readonly NodeLink? _link;
    private Action<string>? _receive;

    private EngineProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _exited.Set();
        _process.OutputDataReceived += Forward;
        _process.ErrorDataReceived += Forward;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _link = NodeLink.Watch(Abandon);
    }

    internal int Id => _process.Id;

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static EngineProcess Start(string program, string arguments, string folder) =>
        new(StartInfo(program, arguments, folder));

    /// <summary>Asks a process that waits for another stage.</summary>
    /// <returns>False where it is gone.</returns>
    public bool Ask(string stage)
    {
        if (_exited.WaitOne(0))
            return false;
        try
        {
            // Not through the writer, which may begin with what an encoding begins with.
            var line = Encoding.ASCII.GetBytes(stage + "\n");
            _process.StandardInput.BaseStream.Write(line, 0, line.Length);
            _process.StandardInput.BaseStream.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits until its stage is done. <paramref name="receive"/> gets one line at a time, of both streams.
    /// </summary>
    /// <param name="stop">When set, it is asked to stop, and killed where it does not.</param>
    /// <returns>Its exit code; null where it waits for another stage.</returns>
    public int? Finish(Action<string> receive, WaitHandle stop)
    {
        Listen(receive);
        try
        {
            switch (WaitHandle.WaitAny([_awaits, _exited, stop]))
            {
                case 0:
                    return null;
                case 1:
                    _process.WaitForExit(); // for the last lines as well
                    break;
                default:
                    if (Leaves())
                        _process.WaitForExit();
                    else
                        End();
                    break;
            }

            return _process.ExitCode;
        }
        finally
        {
            Listen(null);
        }
    }

    /// <summary>Lets a process go that waits, and sees that it does.</summary>
    public void Dispose()
    {
        _link?.Dispose();
        LetGo();
        _process.Dispose();
        _exited.Dispose();
        _awaits.Dispose();
    }

    private void LetGo()
    {
        if (_exited.WaitOne(0))
            return;
        CloseInput();
        if (!_exited.WaitOne(Grace))
            End();
    }

    // The node is of use to nobody any more, and nobody else will end it: MSBuild waits in it for a build that is gone.
    // Where it knows that itself, it has long left when the time is up.
    private void Abandon()
    {
        LetGo();
        Thread.Sleep(Grace);
        Environment.Exit(1);
    }

    // What comes while nobody listens, between two stages, is for the next who does.
    private void Listen(Action<string>? receive)
    {
        lock (_gate)
        {
            _receive = receive;
            if (receive is null)
                return;
            _unheard.ForEach(receive);
            _unheard.Clear();
        }
    }

    private void Forward(object sender, DataReceivedEventArgs line)
    {
        lock (_gate)
        {
            if (line.Data is null)
                return;
            if (line.Data.StartsWith(AwaitingPrefix, StringComparison.Ordinal))
                _awaits.Set();
            else if (_receive is { } receive)
                receive(line.Data);
            else
                _unheard.Add(line.Data);
        }
    }

    private bool Leaves()
    {
        // Where there are no signals, the end of its input asks for the same.
        if (!TerminationSignal.Send(_process.Id))
            CloseInput();
        return _exited.WaitOne(Grace);
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone, and its end of the input with it.
        }
    }

    private void End()
    {
        try
        {
            KillTree(_process);
        }
        catch (InvalidOperationException)
        {
            // It left on its own in the meantime.
        }

        _exited.WaitOne();
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
