using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pruning.Runtime;

/// <summary>
/// Writes pictures into a model's input: letterboxed, as planes of red, green and blue from 0 to 1. Keeps its buffers;
/// serves one thread.
/// </summary>
internal sealed class InputWriter
{
    // Of a byte, by division, so that the last bit is that of training.
    private static readonly float[] Units = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    private readonly BilinearAxis _columns = new(keepsWeights: false);
    private readonly BilinearAxis _rows = new(keepsWeights: true);

    // Two rows of the picture, resized along x, in 2048ths: red, green, blue.
    private readonly int[][] _resized =
    [
        [],
        [],
    ];
    private readonly int[] _resizedRow = [-1, -1];
    private Letterbox? _last;

    /// <param name="input"><c>[3, height, width]</c>.</param>
    public Letterbox Write(in Picture picture, Span<float> input, int width, int height)
    {
        var box = new Letterbox(picture.Width, picture.Height, width, height);
        // What was written around a picture of the same size is still there.
        if (box != _last)
            input.Fill(Units[Letterbox.Padding]);
        _last = box;
        _columns.Fit(picture.Width, box.Width);
        _rows.Fit(picture.Height, box.Height);
        (_resizedRow[0], _resizedRow[1]) = (-1, -1);
        if (_resized[0].Length < 3 * box.Width)
            (_resized[0], _resized[1]) = (new int[3 * box.Width], new int[3 * box.Width]);
        var plane = width * height;
        for (var y = 0; y < box.Height; y++)
        {
            var upper = Resized(picture, _rows.First[y], box.Width, other: _rows.Second[y]);
            var lower = Resized(picture, _rows.Second[y], box.Width, other: _rows.First[y]);
            var start = ((box.Top + y) * width) + box.Left;
            for (var color = 0; color < 3; color++)
                Blend(
                    upper.AsSpan(color * box.Width, box.Width),
                    lower.AsSpan(color * box.Width, box.Width),
                    _rows.FirstWeight[y],
                    _rows.SecondWeight[y],
                    input.Slice((color * plane) + start, box.Width)
                );
        }

        return box;
    }

    // One of the two buffers has it, or takes it: not the one with the other row that is about to be read.
    private int[] Resized(in Picture picture, int row, int width, int other)
    {
        for (var i = 0; i < 2; i++)
            if (_resizedRow[i] == row)
                return _resized[i];
        var slot = _resizedRow[0] == other ? 1 : 0;
        _resizedRow[slot] = row;
        Resize(picture, row, width, _resized[slot]);
        return _resized[slot];
    }

    private void Resize(in Picture picture, int row, int width, int[] target)
    {
        var (bytes, (red, green, blue)) = (picture.BytesPerPixel, picture.Offsets);
        var source = picture.Pixels.Slice(row * picture.Stride, picture.Width * bytes);
        ref var start = ref MemoryMarshal.GetReference(source);
        var (first, second) = (_columns.First, _columns.Second);
        var (firstWeight, secondWeight) = (_columns.FirstWeight, _columns.SecondWeight);
        ref var result = ref MemoryMarshal.GetArrayDataReference(target);
        // Whatever a column's pair is, it lies within the row, which was sliced for it.
        for (var x = 0; x < width; x++)
        {
            ref var left = ref Unsafe.Add(ref start, first[x] * bytes);
            ref var right = ref Unsafe.Add(ref start, second[x] * bytes);
            var (before, behind) = (firstWeight[x], secondWeight[x]);
            Unsafe.Add(ref result, x) = (Unsafe.Add(ref left, red) * before) + (Unsafe.Add(ref right, red) * behind);
            Unsafe.Add(ref result, width + x) =
                (Unsafe.Add(ref left, green) * before) + (Unsafe.Add(ref right, green) * behind);
            Unsafe.Add(ref result, (2 * width) + x) =
                (Unsafe.Add(ref left, blue) * before) + (Unsafe.Add(ref right, blue) * behind);
        }
    }

    // In 16 bits after the point, cut off where OpenCV cuts off.
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
            result[i] = Units[
                (((upperWeight * (upper[i] >> 4)) >> 16) + ((lowerWeight * (lower[i] >> 4)) >> 16) + 2) >> 2
            ];
    }
}
