using System.Runtime.ExceptionServices;

namespace Pruning.Data;

/// <summary>
/// Makes items 0 … count − 1 on threads of its own, ahead of the consumer by a bounded number, and hands them out in
/// order. What a thread throws is thrown to the consumer at that item. Disposing stops the threads and disposes what
/// was made and not handed out.
/// </summary>
internal sealed class Prefetcher<T> : IDisposable
    where T : class, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room;
    private readonly Slot[] _slots;
    private readonly Thread[] _threads;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, int, T> _make;
    private int _next;
    private int _taken;

    /// <param name="count">Number of items.</param>
    /// <param name="workers">Number of threads.</param>
    /// <param name="ahead">Items made but not taken, at most.</param>
    /// <param name="make">Makes an item from (worker, item); a worker's calls never overlap.</param>
    public Prefetcher(string name, int count, int workers, int ahead, Func<int, int, T> make)
    {
        _make = make;
        ahead = Math.Max(ahead, workers);
        _room = new SemaphoreSlim(ahead);
        _slots = [.. Enumerable.Range(0, ahead).Select(_ => new Slot())];
        Count = count;
        _threads =
        [
            .. Enumerable
                .Range(0, Math.Min(workers, count))
                .Select(worker => new Thread(() => Work(worker)) { IsBackground = true, Name = $"{name} {worker}" }),
        ];
        foreach (var thread in _threads)
            thread.Start();
    }

    public int Count { get; }

    /// <summary>The next item, in order.</summary>
    public T Take(CancellationToken cancellation)
    {
        if (_taken >= Count)
            throw new InvalidOperationException($"All {Count} items have been taken.");
        var slot = _slots[_taken % _slots.Length];
        slot.Filled.Wait(cancellation);
        var (item, error) = (slot.Item, slot.Error);
        (slot.Item, slot.Error) = (null, null);
        _taken++;
        _room.Release();
        error?.Throw();
        return item!;
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var slot in _slots)
        {
            slot.Item?.Dispose();
            slot.Filled.Dispose();
        }

        _room.Dispose();
        _stop.Dispose();
    }

    private void Work(int worker)
    {
        while (TryClaim(out var item))
        {
            var slot = _slots[item % _slots.Length];
            try
            {
                slot.Item = _make(worker, item);
            }
            catch (Exception exception)
            {
                // Not swallowed: the consumer meets it at this item.
                slot.Error = ExceptionDispatchInfo.Capture(exception);
            }

            slot.Filled.Release();
        }
    }

    private bool TryClaim(out int item)
    {
        item = -1;
        try
        {
            _room.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        lock (_gate)
        {
            if (_next >= Count || _stop.IsCancellationRequested)
                return false;
            item = _next++;
            return true;
        }
    }

    private sealed class Slot
    {
        public SemaphoreSlim Filled { get; } = new(0);

        public T? Item { get; set; }

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
