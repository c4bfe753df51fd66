namespace Pruning.Data;

/// <summary>
/// Pixel buffers of one loader, re-used from batch to batch (they are large enough to burden the garbage collector
/// otherwise). Safe for several threads.
/// </summary>
/// <param name="maximumKept">Never holds more buffers than this.</param>
internal sealed class PixelBufferPool(int maximumKept)
{
    private readonly Stack<byte[]> _free = new(maximumKept);

    /// <summary>Buffers that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_free)
                return _free.Count;
        }
    }

    /// <summary>
    /// A buffer of at least the length; its contents are arbitrary. Buffers that are too short for it are let go.
    /// </summary>
    public byte[] Rent(int length)
    {
        lock (_free)
        {
            while (_free.TryPop(out var buffer))
            {
                if (buffer.Length >= length)
                    return buffer;
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    public void Return(byte[] buffer)
    {
        lock (_free)
        {
            if (_free.Count < maximumKept)
                _free.Push(buffer);
        }
    }
}
