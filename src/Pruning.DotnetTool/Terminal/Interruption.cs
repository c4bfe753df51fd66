using System.Runtime.InteropServices;

namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// All that asks a run to stop, as one token: Ctrl-C, SIGTERM, a terminal that closes, and the end of the input, where
/// a build holds the other end of it.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // A program that was started with nohup ignores the last one, and goes on ignoring it.
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly ManualResetEventSlim _finished = new();

    public Interruption() =>
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Interrupt))];

    public CancellationToken Token => _source.Token;

    /// <summary>
    /// Also stops at the end of a stream, from which nothing is expected: a build that dies, however, ends its engine's
    /// input.
    /// </summary>
    public void StopAtEndOf(Stream input) =>
        new Thread(() =>
        {
            var buffer = new byte[256];
            while (Read(input, buffer) > 0) { }

            if (!_finished.IsSet)
                _source.Cancel();
        })
        {
            IsBackground = true,
            Name = "end of input",
        }.Start();

    public void Dispose()
    {
        _finished.Set();
        foreach (var registration in _registrations)
            registration.Dispose();
        // The source is not disposed: a watching thread may still be about to use it.
    }

    private static int Read(Stream input, byte[] buffer)
    {
        try
        {
            return input.Read(buffer, 0, buffer.Length);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
        // Windows ends a process whose terminal closes as soon as this returns.
        if (context.Signal == PosixSignal.SIGHUP)
            _finished.Wait(HardStop.Grace + HardStop.Grace);
    }
}
