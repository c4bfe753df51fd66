using System.Collections.Concurrent;

namespace Pruning.Data;

/// <summary>Pixel buffers of one loader, re-used from batch to batch (they are large enough to burden the garbage collector otherwise).</summary>
internal sealed class PixelBufferPool(int maximumKept)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    /// <summary>A buffer of at least the length; its contents are arbitrary.</summary>
    public byte[] Rent(int length)
    {
        while (_free.TryTake(out var buffer))
        {
            if (buffer.Length >= length)
                return buffer;
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    public void Return(byte[] buffer)
    {
        if (_free.Count < maximumKept)
            _free.Add(buffer);
    }
}
