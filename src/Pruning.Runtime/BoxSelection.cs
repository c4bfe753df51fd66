using System.Runtime.InteropServices;

namespace Pruning.Runtime;

/// <summary>
/// Turns a model's raw boxes into detections: drops what is not confident, then, from the surest on, what overlaps a
/// kept box of its class. Arithmetic and thresholds (all strict) are those by which the build measured, in single
/// precision. Keeps its buffers; serves one thread.
/// </summary>
internal sealed class BoxSelection(float confidence, float overlap, bool acrossClasses, int most)
{
    /// <summary>Columns of a row before its classes' scores: centre, width, height, objectness.</summary>
    public const int FirstClass = 5;

    // Only so many of the surest are looked at.
    private const int MostCandidates = 30_000;

    // Boxes of class c are moved by c times this many pixels: the rounding that it causes is that of the build.
    private const float ClassOffset = 7680;

    // Confidence's bits inverted, so that keys ascend as confidence descends; then row and class.
    private readonly List<ulong> _keys = [];
    private readonly List<Corners> _kept = [];

    /// <summary>Adds what is found to <paramref name="found"/>, the surest first.</summary>
    /// <param name="rows"><c>[N, 5 + C]</c> in pixels of the input.</param>
    /// <exception cref="DetectorException">PRUNE7504: a value is no number.</exception>
    public void Run(ReadOnlySpan<float> rows, int classes, in Letterbox letterbox, List<DetectedBox> found)
    {
        Collect(rows, classes);
        _kept.Clear();
        var keys = CollectionsMarshal.AsSpan(_keys);
        foreach (var key in keys[..Math.Min(keys.Length, MostCandidates)])
        {
            if (_kept.Count >= most)
                return;
            var (row, index) = ((int)((uint)key / (uint)classes), (int)((uint)key % (uint)classes));
            var values = rows.Slice(row * (FirstClass + classes), FirstClass);
            var (x, y, halfWidth, halfHeight) = (
                Finite(values[0], row),
                Finite(values[1], row),
                Finite(values[2], row) / 2,
                Finite(values[3], row) / 2
            );
            var box = new DetectedBox(
                x - halfWidth,
                y - halfHeight,
                x + halfWidth,
                y + halfHeight,
                index,
                BitConverter.UInt32BitsToSingle(~(uint)(key >> 32))
            );
            var corners = Corners.Of(box, acrossClasses ? 0 : index * ClassOffset);
            if (IsSuppressed(corners))
                continue;
            _kept.Add(corners);
            found.Add(letterbox.ToPicture(box));
        }
    }

    private void Collect(ReadOnlySpan<float> rows, int classes)
    {
        _keys.Clear();
        var width = FirstClass + classes;
        for (int start = 0, row = 0; start < rows.Length; start += width, row++)
        {
            var objectness = Finite(rows[start + FirstClass - 1], row);
            if (objectness <= confidence)
                continue;
            var (best, surest) = (0, float.NegativeInfinity);
            var scores = rows.Slice(start + FirstClass, classes);
            for (var index = 0; index < scores.Length; index++)
            {
                var sure = Finite(scores[index] * objectness, row);
                if (sure > surest)
                    (best, surest) = (index, sure);
            }

            if (surest > confidence)
                _keys.Add(
                    ((ulong)~BitConverter.SingleToUInt32Bits(surest) << 32) | checked((uint)((row * classes) + best))
                );
        }

        CollectionsMarshal.AsSpan(_keys).Sort();
    }

    private bool IsSuppressed(in Corners box)
    {
        foreach (ref readonly var other in CollectionsMarshal.AsSpan(_kept))
        {
            var width = Math.Max(0, Math.Min(box.Right, other.Right) - Math.Max(box.Left, other.Left));
            var height = Math.Max(0, Math.Min(box.Bottom, other.Bottom) - Math.Max(box.Top, other.Top));
            var shared = width * height;
            if (shared / (other.Area + box.Area - shared) > overlap)
                return true;
        }

        return false;
    }

    private static float Finite(float value, int row) =>
        float.IsFinite(value)
            ? value
            : throw new DetectorException(
                DetectorException.OutputCode,
                FormattableString.Invariant(
                    $"The model put out {value} in box {row}, so what it found means nothing. The file is damaged, or its training diverged; take another one."
                )
            );

    private readonly record struct Corners(float Left, float Top, float Right, float Bottom, float Area)
    {
        public static Corners Of(in DetectedBox box, float offset)
        {
            var (left, top, right, bottom) = (
                box.Left + offset,
                box.Top + offset,
                box.Right + offset,
                box.Bottom + offset
            );
            return new Corners(left, top, right, bottom, (right - left) * (bottom - top));
        }
    }
}
