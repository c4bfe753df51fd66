using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pruning.Runtime;

/// <summary>Writes a picture that has the size of its place already: its colours apart, as shares of 255.</summary>
internal static class PixelPlanes
{
    public static void Write(in Picture picture, in PlanarTarget target)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (var color = 0; color < 3; color++)
                Write(row, picture.BytesPerPixel, picture.Offset(color), target.Row(color, y));
        }
    }

    private static void Write(ReadOnlySpan<byte> row, int bytes, int offset, Span<float> result)
    {
        var x = PixelBytes.IsSupported ? WriteFours(row, bytes, offset, result) : 0;
        for (; x < result.Length; x++)
            result[x] = UnitLevels.Of[row[(x * bytes) + offset]];
    }

    // Sixteen bytes have four pixels or more.
    private static int WriteFours(ReadOnlySpan<byte> row, int bytes, int offset, Span<float> result)
    {
        var places = Vector128.Create(
            Vector64.Create((byte)offset, N, N, N, (byte)(bytes + offset), N, N, N),
            Vector64.Create((byte)((2 * bytes) + offset), N, N, N, (byte)((3 * bytes) + offset), N, N, N)
        );
        var full = Vector128.Create(255f);
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(result);
        var x = 0;
        for (; x <= result.Length - 4 && (x * bytes) + 16 <= row.Length; x += 4)
        {
            var pixels = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, x * bytes));
            var levels = PixelBytes.Pick(pixels, places).AsInt32();
            (Vector128.ConvertToSingle(levels) / full).StoreUnsafe(ref Unsafe.Add(ref to, x));
        }

        return x;
    }

    private const byte N = PixelBytes.Nothing;
}
