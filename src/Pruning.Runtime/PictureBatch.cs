namespace Pruning.Runtime;

/// <summary>
/// Pictures that are looked at together, by <see cref="Detector.CreateBatch"/>: added one by one, looked at once, and
/// then their boxes are read. Used again, it allocates nothing. A file of an open batch runs once for all of them, one
/// of a fixed batch as often as it takes. Serves one thread; dispose it before its detector.
/// </summary>
public sealed class PictureBatch : IDisposable
{
    private readonly Lane _lane;
    private readonly List<DetectedBox>[] _found;
    private bool _isLookedAt;

    internal PictureBatch(Lane lane, int capacity)
    {
        _lane = lane;
        _found = new List<DetectedBox>[capacity];
        for (var i = 0; i < capacity; i++)
            _found[i] = [];
    }

    /// <summary>Pictures at most.</summary>
    public int Capacity => _found.Length;

    /// <summary>Pictures that were added.</summary>
    public int Count { get; private set; }

    /// <summary>What was found in a picture, the surest first; valid until the batch is used again.</summary>
    /// <param name="picture">In the order in which they were added.</param>
    /// <exception cref="InvalidOperationException">Nobody has looked yet: <see cref="Detect"/> does.</exception>
    public IReadOnlyList<DetectedBox> this[int picture]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(picture);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, Count);
            return _isLookedAt
                ? _found[picture]
                : throw new InvalidOperationException("The batch has no boxes yet. Call Detect first.");
        }
    }

    /// <summary>Takes a picture's pixels: they need not stay. After a look, it begins anew.</summary>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public void Add(in Picture picture)
    {
        if (_isLookedAt)
            Clear();
        if (Count == Capacity)
            throw new InvalidOperationException(
                $"The batch holds {Capacity} pictures, and one more was added. Call Detect, or make a larger batch."
            );
        _lane.Write(Count, picture);
        Count++;
    }

    /// <summary>Looks at all pictures.</summary>
    /// <exception cref="DetectorException">PRUNE7504: the model's output is no use.</exception>
    /// <exception cref="OperationCanceledException">Stopped while the model ran.</exception>
    public void Detect(CancellationToken cancellation = default)
    {
        _isLookedAt = false;
        _lane.Run(Count, cancellation);
        for (var i = 0; i < Count; i++)
        {
            _found[i].Clear();
            _lane.Read(i, _found[i]);
        }

        _isLookedAt = true;
    }

    /// <summary>Forgets all pictures.</summary>
    public void Clear() => (Count, _isLookedAt) = (0, false);

    public void Dispose() => _lane.Dispose();
}
