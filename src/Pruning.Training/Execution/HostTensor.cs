using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>
/// Copies between host arrays and tensors; to a CUDA device without waiting for it. What comes back owns its memory.
/// </summary>
internal static class HostTensor
{
    [ThreadStatic]
    private static long _reads;

    /// <summary>
    /// How often this thread has read values. On a device that works on its own, each read waits for it.
    /// </summary>
    public static long Reads => _reads;

    public static Tensor From(ReadOnlySpan<float> values, ReadOnlySpan<long> shape, Device device)
    {
        var host = torch.empty(shape.ToArray(), ScalarType.Float32);
        MemoryMarshal.AsBytes(values).CopyTo(host.bytes);
        return Place(host, device);
    }

    public static Tensor From(ReadOnlySpan<byte> values, ReadOnlySpan<long> shape, Device device)
    {
        var host = torch.empty(shape.ToArray(), ScalarType.Byte);
        values.CopyTo(host.bytes);
        return Place(host, device);
    }

    public static Tensor From(ReadOnlySpan<long> values, Device device)
    {
        var host = torch.empty([values.Length], ScalarType.Int64);
        MemoryMarshal.AsBytes(values).CopyTo(host.bytes);
        return Place(host, device);
    }

    /// <summary>
    /// A tensor's values in row-major order. Values leave a device by this class alone, so that <see cref="Reads"/>
    /// counts them all.
    /// </summary>
    public static float[] ToArray(Tensor tensor) => Read<float>(tensor);

    /// <summary>The same of a tensor in double precision.</summary>
    public static double[] ToDoubles(Tensor tensor) => Read<double>(tensor);

    /// <summary>A tensor, without its history, where the processor computes.</summary>
    public static Tensor OnHost(Tensor tensor)
    {
        _reads++;
        return tensor.detach().cpu();
    }

    /// <summary>Overwrites a tensor, whatever its strides, with row-major values.</summary>
    public static void Write(Tensor target, ReadOnlySpan<float> values)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        target.copy_(From(values, target.shape, CPU));
    }

    private static T[] Read<T>(Tensor tensor)
        where T : struct
    {
        _reads++;
        using var scope = NewDisposeScope();
        var values = new T[tensor.numel()];
        MemoryMarshal.Cast<byte, T>(tensor.detach().cpu().contiguous().bytes).CopyTo(values);
        return values;
    }

    private static Tensor Place(Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU)
            return host;
        using (host)
        {
            if (device.type != DeviceType.CUDA)
                return host.to(device);
            // Pinned memory is copied while we go on; the allocator keeps it until then. A copy from other memory waits
            // for the whole device.
            using var pinned = host.pin_memory();
            return pinned.to(device, non_blocking: true);
        }
    }
}
