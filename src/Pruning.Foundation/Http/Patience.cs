using System.Diagnostics;

namespace Pruning.Http;

/// <summary>
/// How long an exchange with a server may take: so long without a sign of life, and so long as a whole.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _silence;
    private readonly TimeSpan _whole;

    public Patience(TimeSpan silence, TimeSpan whole, CancellationToken cancellation)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        (_silence, _whole) = (silence, whole);
        Renew();
    }

    /// <summary>Cancelled when it is over, and when the user stops.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Where it is over: whether it was the whole that took too long, and not a silence.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>A sign of life: the silence counts anew.</summary>
    public void Renew()
    {
        var left = _whole - _clock.Elapsed;
        // Told by what the timer is set to: it may end a moment before the clock says so.
        IsExhausted = left < _silence;
        _source.CancelAfter(
            left <= TimeSpan.Zero ? TimeSpan.Zero
            : left < _silence ? left
            : _silence
        );
    }

    public void Dispose() => _source.Dispose();
}
