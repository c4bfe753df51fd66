using TorchSharp;
using static TorchSharp.torch;

namespace Pruning.Execution;

/// <summary>Pictures as the network takes them.</summary>
internal static class ImageTensor
{
    /// <param name="pixels"><c>[batch, 3, height, width]</c>, RGB, 0 to 255.</param>
    /// <returns>The same shape, 0 to 1, single precision.</returns>
    public static Tensor FromBytes(ReadOnlySpan<byte> pixels, int batch, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var bytes = HostTensor.From(pixels, [batch, 3, height, width], device);
        // Divided, not multiplied by a reciprocal: the last bit is the original implementation's.
        return bytes.to(ScalarType.Float32).Divide(255).MoveToOuterDisposeScope();
    }
}
