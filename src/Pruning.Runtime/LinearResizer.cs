using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pruning.Runtime;

/// <summary>
/// Resizes by linear interpolation, to the bit as OpenCV's INTER_LINEAR does for bytes: in 2048ths along rows, then
/// along columns, cut off where it cuts off. Keeps its buffers; serves one thread.
/// </summary>
internal sealed class LinearResizer
{
    private readonly BilinearAxis _columns = new(keepsWeights: false);
    private readonly BilinearAxis _rows = new(keepsWeights: true);

    // Two rows of the picture, resized along x, in 2048ths: red, green, blue.
    private readonly int[][] _resized =
    [
        [],
        [],
    ];
    private readonly int[] _resizedRow = [-1, -1];

    public void Write(in Picture picture, in PlanarTarget target)
    {
        var (width, height) = (target.Box.Width, target.Box.Height);
        _columns.Fit(picture.Width, width);
        _rows.Fit(picture.Height, height);
        (_resizedRow[0], _resizedRow[1]) = (-1, -1);
        if (_resized[0].Length < 3 * width)
            (_resized[0], _resized[1]) = (new int[3 * width], new int[3 * width]);
        for (var y = 0; y < height; y++)
        {
            var upper = Resized(picture, _rows.First[y], width, other: _rows.Second[y]);
            var lower = Resized(picture, _rows.Second[y], width, other: _rows.First[y]);
            for (var color = 0; color < 3; color++)
                Blend(
                    upper.AsSpan(color * width, width),
                    lower.AsSpan(color * width, width),
                    _rows.FirstWeight[y],
                    _rows.SecondWeight[y],
                    target.Row(color, y)
                );
        }
    }

    // One of the two buffers has it, or takes it: not the one with the other row that is about to be read.
    private int[] Resized(in Picture picture, int row, int width, int other)
    {
        for (var i = 0; i < 2; i++)
            if (_resizedRow[i] == row)
                return _resized[i];
        var slot = _resizedRow[0] == other ? 1 : 0;
        _resizedRow[slot] = row;
        var x = PixelBytes.IsSupported ? ResizePairs(picture, row, width, _resized[slot]) : 0;
        Resize(picture, row, x, width, _resized[slot]);
        return _resized[slot];
    }

    // Two columns at a time. Eight bytes have both pixels that a column lies between.
    private int ResizePairs(in Picture picture, int row, int width, int[] target)
    {
        const int Read = 8;
        var bytes = picture.BytesPerPixel;
        var source = picture.Row(row);
        var redGreen = Vector128.Create(Places(bytes, picture.Offset(0)), Places(bytes, picture.Offset(1)));
        var blue = Vector128.Create(Places(bytes, picture.Offset(2)), Vector64.Create(PixelBytes.Nothing));
        var (first, weights) = (_columns.First, _columns.Weights);
        ref var start = ref MemoryMarshal.GetReference(source);
        ref var result = ref MemoryMarshal.GetArrayDataReference(target);
        var x = 0;
        for (; x <= width - 2 && (first[x + 1] * bytes) + Read <= source.Length; x += 2)
        {
            var pixels = Vector128
                .Create(
                    Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, first[x] * bytes)),
                    Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, first[x + 1] * bytes))
                )
                .AsByte();
            var pair = Vector128
                .Create(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<int, byte>(ref weights[x])))
                .AsInt16(); // both columns' weights, twice
            var upper = PixelBytes.PairProducts(PixelBytes.Pick(pixels, redGreen).AsInt16(), pair);
            var lower = PixelBytes.PairProducts(PixelBytes.Pick(pixels, blue).AsInt16(), pair);
            upper.GetLower().StoreUnsafe(ref Unsafe.Add(ref result, x));
            upper.GetUpper().StoreUnsafe(ref Unsafe.Add(ref result, width + x));
            lower.GetLower().StoreUnsafe(ref Unsafe.Add(ref result, (2 * width) + x));
        }

        return x;

        // Of one colour: left and right of the first column, left and right of the second, in 16 bits each.
        static Vector64<byte> Places(int bytes, int offset) =>
            Vector64.Create(
                (byte)offset,
                PixelBytes.Nothing,
                (byte)(bytes + offset),
                PixelBytes.Nothing,
                (byte)(Read + offset),
                PixelBytes.Nothing,
                (byte)(Read + bytes + offset),
                PixelBytes.Nothing
            );
    }

    private void Resize(in Picture picture, int row, int from, int width, int[] target)
    {
        var bytes = picture.BytesPerPixel;
        var source = picture.Row(row);
        for (var color = 0; color < 3; color++)
        {
            var offset = picture.Offset(color);
            for (var x = from; x < width; x++)
                target[(color * width) + x] =
                    (source[(_columns.First[x] * bytes) + offset] * _columns.FirstWeight[x])
                    + (source[(_columns.Second[x] * bytes) + offset] * _columns.SecondWeight[x]);
        }
    }

    // In 16 bits after the point.
    private static void Blend(
        ReadOnlySpan<int> upper,
        ReadOnlySpan<int> lower,
        int upperWeight,
        int lowerWeight,
        Span<float> result
    )
    {
        var (above, below) = (new Vector<int>(upperWeight), new Vector<int>(lowerWeight));
        var (two, full) = (new Vector<int>(2), new Vector<float>(255f));
        var i = 0;
        for (; i <= result.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            var first = Vector.ShiftRightArithmetic(
                above * Vector.ShiftRightArithmetic(new Vector<int>(upper[i..]), 4),
                16
            );
            var second = Vector.ShiftRightArithmetic(
                below * Vector.ShiftRightArithmetic(new Vector<int>(lower[i..]), 4),
                16
            );
            var level = Vector.ShiftRightArithmetic(first + second + two, 2);
            (Vector.ConvertToSingle(level) / full).CopyTo(result[i..]);
        }

        for (; i < result.Length; i++)
            result[i] = UnitLevels.Of[
                (((upperWeight * (upper[i] >> 4)) >> 16) + ((lowerWeight * (lower[i] >> 4)) >> 16) + 2) >> 2
            ];
    }
}
