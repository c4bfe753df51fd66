using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints.Torch;

/// <summary>
/// Turns a checkpoint's tensor descriptions into arrays, each checked against its storage, all within the file's own
/// size.
/// </summary>
internal sealed class TensorReader(string path, ITorchStorages storages)
{
    private const int LeastElementBytes = 2;
    private const long FreeElements = 4 << 20;

    private readonly Dictionary<string, byte[]> _storages = new(StringComparer.Ordinal);
    private long _elements;

    /// <summary>A floating-point tensor as a parameter.</summary>
    public Parameter Read(string name, TorchTensor tensor)
    {
        if (!tensor.Storage.Type.IsFloatingPoint())
            throw CheckpointErrors.UnsupportedTensor(path, name, $"has elements of type {tensor.Storage.Type}");
        var shape = ShapeOf(name, tensor);
        var values = new float[CountOf(name, tensor)];
        Fill(tensor, shape, BytesOf(tensor.Storage), values);
        return new Parameter(name, [.. shape], values);
    }

    private int[] ShapeOf(string name, TorchTensor tensor)
    {
        if (tensor.Sizes.Length != tensor.Strides.Length)
            throw CheckpointErrors.Damaged(
                path,
                $"tensor '{name}' has {tensor.Sizes.Length} sizes and {tensor.Strides.Length} strides"
            );
        long last = tensor.Offset;
        for (var i = 0; i < tensor.Sizes.Length; i++)
        {
            var (size, stride) = (tensor.Sizes[i], tensor.Strides[i]);
            if (size is < 1 or > int.MaxValue || stride is < 0 or > int.MaxValue)
                throw CheckpointErrors.Damaged(path, $"tensor '{name}' has size {size} with stride {stride}");
            last += (size - 1) * stride;
        }

        if (tensor.Offset < 0 || last < 0 || last >= tensor.Storage.Count)
            throw CheckpointErrors.Damaged(
                path,
                $"tensor '{name}' reaches element {last} of a storage of {tensor.Storage.Count}"
            );
        return [.. tensor.Sizes.Select(size => (int)size)];
    }

    /// <summary>
    /// No more elements than its storage has, and over all tensors no more than the file has when it holds nothing but
    /// halves: views may repeat, not multiply.
    /// </summary>
    private int CountOf(string name, TorchTensor tensor)
    {
        long count = 1;
        foreach (var size in tensor.Sizes)
        {
            count *= size;
            if (count > tensor.Storage.Count)
                throw CheckpointErrors.Damaged(
                    path,
                    $"tensor '{name}' has more elements than its storage's {tensor.Storage.Count}"
                );
        }

        _elements += count;
        if (_elements > FreeElements + (storages.ContentBytes / LeastElementBytes))
            throw CheckpointErrors.Oversized(
                path,
                $"its tensors repeat the same stored weights up to {_elements} elements, of "
                    + $"{storages.ContentBytes} bytes"
            );
        return (int)count;
    }

    private byte[] BytesOf(TorchStorage storage)
    {
        if (!_storages.TryGetValue(storage.Key, out var bytes))
            _storages[storage.Key] = bytes = storages.Storage(storage);
        if (bytes.LongLength / storage.Type.SizeOf() < storage.Count)
            throw CheckpointErrors.Damaged(
                path,
                $"'data/{CheckpointErrors.Quote(storage.Key)}' is described in two ways that do not agree"
            );
        return bytes;
    }

    private static void Fill(TorchTensor tensor, int[] shape, byte[] bytes, float[] values)
    {
        var type = tensor.Storage.Type;
        var size = type.SizeOf();
        if (IsContiguous(tensor))
        {
            type.ReadAll(bytes.AsSpan((int)tensor.Offset * size, values.Length * size), values);
            return;
        }

        var index = new int[shape.Length];
        var at = tensor.Offset;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = type.Read(bytes.AsSpan((int)at * size, size));
            at += Advance(index, shape, tensor);
        }
    }

    /// <summary>Steps the index one on, row-major; returns how far that moves in the storage.</summary>
    private static long Advance(int[] index, int[] shape, TorchTensor tensor)
    {
        long moved = 0;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (++index[i] < shape[i])
                return moved + tensor.Strides[i];
            moved -= (shape[i] - 1) * tensor.Strides[i];
            index[i] = 0;
        }

        return moved;
    }

    private static bool IsContiguous(TorchTensor tensor)
    {
        long expected = 1;
        for (var i = tensor.Sizes.Length - 1; i >= 0; i--)
        {
            if (tensor.Sizes[i] != 1 && tensor.Strides[i] != expected)
                return false;
            expected *= tensor.Sizes[i];
        }

        return true;
    }
}
