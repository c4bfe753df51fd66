using System.Numerics;
using System.Runtime.InteropServices;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// Pixels of 0 to 255 as floats of 0 to 1, by division as YOLOv5 does it, so that the last bit agrees.
/// </summary>
internal static class PixelScaling
{
    private const float Full = 255f;

    /// <param name="unit">As long as <paramref name="pixels"/> or longer.</param>
    public static void ToUnit(ReadOnlySpan<byte> pixels, Span<float> unit)
    {
        unit = unit[..pixels.Length];
        var blocks = MemoryMarshal.Cast<byte, Vector<byte>>(pixels);
        var target = MemoryMarshal.Cast<float, Vector<float>>(unit);
        for (var i = 0; i < blocks.Length; i++)
        {
            Vector.Widen(blocks[i], out Vector<ushort> low, out Vector<ushort> high);
            Widen(low, target.Slice(4 * i, 2));
            Widen(high, target.Slice(4 * i + 2, 2));
        }

        for (var i = blocks.Length * Vector<byte>.Count; i < pixels.Length; i++)
            unit[i] = pixels[i] / Full;
    }

    private static void Widen(Vector<ushort> values, Span<Vector<float>> target)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        target[0] = Vector.ConvertToSingle(Vector.AsVectorInt32(low)) / new Vector<float>(Full);
        target[1] = Vector.ConvertToSingle(Vector.AsVectorInt32(high)) / new Vector<float>(Full);
    }
}
