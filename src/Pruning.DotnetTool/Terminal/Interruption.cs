using System.Runtime.InteropServices;

namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// All that asks a run to stop, as one token: Ctrl-C, SIGTERM, a terminal that closes, and whatever else calls
/// <see cref="Stop"/>.
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

    /// <summary>As a signal does; nothing happens to a run that is over.</summary>
    public void Stop()
    {
        if (!_finished.IsSet)
            _source.Cancel();
    }

    public void Dispose()
    {
        _finished.Set();
        foreach (var registration in _registrations)
            registration.Dispose();
        // The source is not disposed: a watching thread may still be about to use it.
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
