using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Pruning.Data;

/// <summary>
/// Does items on threads of its own, beside the thread that adds them; a bounded number waits. After an item fails none
/// is begun any more, and the failure of the earliest item is thrown to the thread that adds: which one that is does
/// not depend on the number of threads.
/// </summary>
internal sealed class WorkQueue<T> : IDisposable
{
    private readonly BlockingCollection<(int Number, T Item)> _waiting;
    private readonly Action<int, T> _work;
    private readonly Thread[] _threads;
    private readonly CountdownEvent _atWork;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private (int Number, ExceptionDispatchInfo Error)? _failure;
    private int _added;

    /// <param name="workers">Number of threads.</param>
    /// <param name="capacity">Items that wait, at most.</param>
    /// <param name="work">Does an item, given (worker, item); a worker's calls never overlap.</param>
    public WorkQueue(string name, int workers, int capacity, Action<int, T> work)
    {
        (_work, _waiting, _atWork) = (work, new(capacity), new(workers));
        _threads =
        [
            .. Enumerable
                .Range(0, workers)
                .Select(worker => new Thread(() => Work(worker)) { IsBackground = true, Name = $"{name} {worker}" }),
        ];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Adds an item, as soon as there is room. Throws what an earlier one failed with.</summary>
    public void Add(T item, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        try
        {
            _waiting.Add((_added++, item), either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            Finish(cancellation);
        }
    }

    /// <summary>Waits until all is done; nothing can be added then. Throws what an item failed with.</summary>
    public void Finish(CancellationToken cancellation)
    {
        _waiting.CompleteAdding();
        // After a failure too: items before the failed one may still be at work, and fail as well.
        _atWork.Wait(cancellation);
        _failure?.Error.Throw();
    }

    /// <summary>Drops what waits, and ends the threads.</summary>
    public void Dispose()
    {
        _end.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        _waiting.Dispose();
        _atWork.Dispose();
        _end.Dispose();
    }

    private void Work(int worker)
    {
        try
        {
            foreach (var (number, item) in _waiting.GetConsumingEnumerable(_end.Token))
                Do(worker, number, item);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // After a failure or when disposed: nothing is begun any more.
        }
        finally
        {
            _atWork.Signal();
        }
    }

    private void Do(int worker, int number, T item)
    {
        try
        {
            _work(worker, item);
        }
        catch (Exception exception)
        {
            // Not swallowed: the thread that adds meets it.
            Fail(number, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private void Fail(int number, ExceptionDispatchInfo error)
    {
        lock (_gate)
        {
            if (_failure is not { } known || number < known.Number)
                _failure = (number, error);
        }

        _end.Cancel();
    }
}
