using System.Numerics;

namespace Pruning.Runtime;

/// <summary>
/// Shrinks by averaging areas, as OpenCV's INTER_AREA does but for sums that end near a half. Keeps its buffers; serves one
/// thread.
/// </summary>
internal sealed class AreaResizer
{
    private readonly AreaAxis _columns = new();
    private readonly AreaAxis _rows = new();

    // Of a row of the picture: red, green and blue levels, resized along x.
    private float[] _row = [];
    private int _rowIndex;

    // Of a row of the result, the same summed over the rows that it covers.
    private float[] _sum = [];

    public void Write(in Picture picture, in PlanarTarget target)
    {
        var (width, height) = (target.Box.Width, target.Box.Height);
        _columns.Fit(picture.Width, width);
        _rows.Fit(picture.Height, height);
        _rowIndex = -1;
        // OpenCV has a way of its own for halves: it shows in every eighth pixel.
        var halvesUp = picture.Width == 2 * width && picture.Height == 2 * height;
        if (_row.Length < 3 * width)
            (_row, _sum) = (new float[3 * width], new float[3 * width]);
        for (var y = 0; y < height; y++)
        {
            Sum(picture, y, width);
            for (var color = 0; color < 3; color++)
                Level(_sum.AsSpan(color * width, width), halvesUp, target.Row(color, y));
        }
    }

    private void Sum(in Picture picture, int y, int width)
    {
        var sum = _sum.AsSpan(0, 3 * width);
        sum.Clear();
        var weights = _rows.Weights(y);
        for (var i = 0; i < weights.Length; i++)
        {
            // The last row that one pixel covers may be the first of the next.
            if (_rowIndex != _rows.First[y] + i)
                Resize(picture, _rowIndex = _rows.First[y] + i, width);
            Add(_row.AsSpan(0, sum.Length), weights[i], sum);
        }
    }

    private void Resize(in Picture picture, int row, int width)
    {
        var bytes = picture.BytesPerPixel;
        var source = picture.Row(row);
        var (red, green, blue) = (picture.Offset(0), picture.Offset(1), picture.Offset(2));
        for (var x = 0; x < width; x++)
        {
            var pixels = source[(_columns.First[x] * bytes)..];
            var (reds, greens, blues) = (0f, 0f, 0f);
            foreach (var weight in _columns.Weights(x))
            {
                reds += weight * pixels[red];
                greens += weight * pixels[green];
                blues += weight * pixels[blue];
                if (pixels.Length >= 2 * bytes)
                    pixels = pixels[bytes..];
            }

            (_row[x], _row[width + x], _row[(2 * width) + x]) = (reds, greens, blues);
        }
    }

    private static void Add(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var (by, i) = (new Vector<float>(weight), 0);
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + (by * new Vector<float>(row[i..]))).CopyTo(sum[i..]);
        for (; i < sum.Length; i++)
            sum[i] += weight * row[i];
    }

    // To whole levels first, as bytes have them: halves up, or to even ones.
    private static void Level(ReadOnlySpan<float> sum, bool halvesUp, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            var level = halvesUp ? MathF.Floor(sum[i] + 0.5f) : MathF.Round(sum[i]);
            result[i] = UnitLevels.Of[(byte)Math.Clamp(level, 0, 255)];
        }
    }
}
