using System.Runtime.ExceptionServices;

namespace Pruning.Evaluation;

/// <summary>
/// Does items on threads of its own, beside the thread that adds them; a bounded number waits. After an item fails none is begun any more, and the
/// failure of the earliest item is thrown to the thread that adds: which one that is does not depend on the number of threads.
/// </summary>
internal sealed class WorkQueue<T> : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<(int Number, T Item)> _waiting = new();
    private readonly Action<int, T> _work;
    private readonly int _capacity;
    private readonly Thread[] _threads;
    private (int Number, ExceptionDispatchInfo Error)? _failure;
    private int _added;
    private int _running;
    private bool _stopped;

    /// <param name="workers">Number of threads.</param>
    /// <param name="capacity">Items that wait, at most.</param>
    /// <param name="work">Does an item, given (worker, item); a worker's calls never overlap.</param>
    public WorkQueue(string name, int workers, int capacity, Action<int, T> work)
    {
        (_work, _capacity) = (work, capacity);
        _threads = [.. Enumerable.Range(0, workers).Select(worker => new Thread(() => Work(worker)) { IsBackground = true, Name = $"{name} {worker}" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Adds an item, as soon as there is room. Throws what an earlier one failed with.</summary>
    public void Add(T item, CancellationToken cancellation)
    {
        using var wake = cancellation.UnsafeRegister(_ => Wake(), null);
        lock (_gate)
        {
            while (_failure is null && _waiting.Count >= _capacity)
                Wait(cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (_failure is not null)
                ThrowFailure(cancellation);
            _waiting.Enqueue((_added++, item));
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until all is done. Throws what an item failed with.</summary>
    public void Finish(CancellationToken cancellation)
    {
        using var wake = cancellation.UnsafeRegister(_ => Wake(), null);
        lock (_gate)
        {
            while (_failure is null && (_waiting.Count > 0 || _running > 0))
                Wait(cancellation);
            if (_failure is not null)
                ThrowFailure(cancellation);
        }
    }

    /// <summary>Drops what waits, and ends the threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
            thread.Join();
    }

    private void Work(int worker)
    {
        while (TryClaim(out var claimed))
        {
            ExceptionDispatchInfo? error = null;
            try
            {
                _work(worker, claimed.Item);
            }
            catch (Exception exception)
            {
                // Not swallowed: the thread that adds meets it.
                error = ExceptionDispatchInfo.Capture(exception);
            }

            lock (_gate)
            {
                _running--;
                if (error is not null && (_failure is not { } known || claimed.Number < known.Number))
                    _failure = (claimed.Number, error);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryClaim(out (int Number, T Item) claimed)
    {
        lock (_gate)
        {
            while (!_stopped && _failure is null && _waiting.Count == 0)
                Monitor.Wait(_gate);
            if (_stopped || _failure is not null)
            {
                claimed = default;
                return false;
            }

            claimed = _waiting.Dequeue();
            _running++;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Items before the failed one may still be at work, and fail too.</summary>
    private void ThrowFailure(CancellationToken cancellation)
    {
        while (_running > 0)
            Wait(cancellation);
        _failure!.Value.Error.Throw();
    }

    private void Wait(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Monitor.Wait(_gate);
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
