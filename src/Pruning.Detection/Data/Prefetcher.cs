namespace Pruning.Data;

/// <summary>
/// Makes items 0 … count − 1 on a queue's threads, ahead of the consumer by a bounded number, and hands them out in
/// order. What an item fails with is thrown to the consumer at that item. Disposing stops the threads and disposes
/// what was made and not handed out.
/// </summary>
internal sealed class Prefetcher<T> : IDisposable
    where T : class, IDisposable
{
    private readonly WorkQueue<(int Number, TaskCompletionSource<T> Made)> _makers;
    private readonly Queue<Task<T>> _ahead = [];
    private int _asked;
    private int _taken;

    /// <param name="count">Number of items.</param>
    /// <param name="workers">Number of threads.</param>
    /// <param name="ahead">Items made but not taken, at most.</param>
    /// <param name="make">Makes an item from (worker, item); a worker's calls never overlap.</param>
    public Prefetcher(string name, int count, int workers, int ahead, Func<int, int, T> make)
    {
        Count = count;
        ahead = Math.Max(ahead, workers);
        // As much room as is ever asked for, so that asking never waits.
        _makers = new(name, Math.Clamp(count, 1, workers), ahead, (worker, asked) =>
            Make(asked.Made, () => make(worker, asked.Number))
        );
        while (_asked < Math.Min(ahead, count))
            Ask();
    }

    public int Count { get; }

    /// <summary>The next item, in order.</summary>
    public T Take(CancellationToken cancellation)
    {
        if (_taken >= Count)
            throw new InvalidOperationException($"All {Count} items have been taken.");
        // Unlike Wait, throws nothing of what the item failed with.
        Task.WaitAny([_ahead.Peek()], cancellation);
        var made = _ahead.Dequeue();
        _taken++;
        if (_asked < Count)
            Ask();
        return made.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _makers.Dispose();
        foreach (var made in _ahead.Where(made => made.IsCompletedSuccessfully))
            made.Result.Dispose();
    }

    private void Ask()
    {
        // The consumer must not run on the thread that made an item.
        var made = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ahead.Enqueue(made.Task);
        _makers.Add((_asked++, made), CancellationToken.None);
    }

    private static void Make(TaskCompletionSource<T> made, Func<T> make)
    {
        try
        {
            made.SetResult(make());
        }
        catch (Exception exception)
        {
            // Not swallowed: the consumer meets it at this item, and the others are made.
            made.SetException(exception);
        }
    }
}
