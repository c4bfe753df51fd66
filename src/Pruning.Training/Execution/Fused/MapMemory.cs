using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Pruning.Execution.Fused;

/// <summary>A map's memory, as passes walk over it.</summary>
internal static unsafe class MapMemory
{
    /// <summary>Whoever uses it keeps the tensor alive.</summary>
    public static byte* Start(torch.Tensor map) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(map.bytes));

    /// <param name="pixels"><c>[B, H, W, C]</c>.</param>
    public static MapLayout LayoutOf(torch.Tensor pixels)
    {
        var shape = pixels.shape;
        return new MapLayout(shape[0] * shape[1] * shape[2], (int)shape[3]);
    }
}
