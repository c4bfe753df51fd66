using System.Runtime.InteropServices;

namespace Pruning.Runtime;

/// <summary>
/// Turns a model's raw boxes into detections: drops what is not confident, then, from the surest on, what overlaps a
/// kept box of its class. Arithmetic and thresholds (all strict) are those by which the build measured, in single
/// precision. Keeps its buffers; serves one thread.
/// </summary>
/// <param name="classes">C.</param>
/// <param name="confidence">Boxes of at most this are dropped.</param>
/// <param name="overlap">The intersection over union beyond which they suppress each other.</param>
/// <param name="acrossClasses">Whether boxes of different classes do, too.</param>
/// <param name="everyClass">Whether a box stands for each class that is confident, not for its best alone.</param>
/// <param name="most">Boxes at most.</param>
internal sealed class BoxSelection(
    int classes,
    float confidence,
    float overlap,
    bool acrossClasses,
    bool everyClass,
    int most
) : IBoxReader
{
    /// <summary>Columns of a row before its classes' scores: centre, width, height, objectness.</summary>
    public const int FirstClass = 5;

    // Only so many of the surest are looked at.
    private const int MostCandidates = 30_000;

    // Boxes of class c are moved by c times this many pixels: the rounding that it causes is that of the build.
    public const float ClassOffset = 7680;

    // Confidence's bits inverted, so that keys ascend as confidence descends; then row and class.
    private readonly List<ulong> _keys = [];
    private readonly List<Corners> _kept = [];

    /// <summary>Adds what is found to <paramref name="found"/>, the surest first.</summary>
    /// <param name="rows"><c>[N, 5 + C]</c> in pixels of the input.</param>
    /// <exception cref="DetectorException">PRUNE7504: a value is no number.</exception>
    public void Read(ReadOnlySpan<float> rows, in Letterbox letterbox, List<DetectedBox> found)
    {
        Collect(rows);
        _kept.Clear();
        var keys = CollectionsMarshal.AsSpan(_keys);
        foreach (var key in keys[..Math.Min(keys.Length, MostCandidates)])
        {
            if (_kept.Count >= most)
                return;
            var (row, index) = ((int)((uint)key / (uint)classes), (int)((uint)key % (uint)classes));
            var values = rows.Slice(row * (FirstClass + classes), FirstClass);
            var (x, y, halfWidth, halfHeight) = (
                ModelOutput.Finite(values[0], row),
                ModelOutput.Finite(values[1], row),
                ModelOutput.Finite(values[2], row) / 2,
                ModelOutput.Finite(values[3], row) / 2
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

    private void Collect(ReadOnlySpan<float> rows)
    {
        _keys.Clear();
        var width = FirstClass + classes;
        for (int start = 0, row = 0; start < rows.Length; start += width, row++)
        {
            var objectness = ModelOutput.Finite(rows[start + FirstClass - 1], row);
            if (objectness <= confidence)
                continue;
            var scores = rows.Slice(start + FirstClass, classes);
            if (everyClass)
                AddEach(scores, objectness, row);
            else
                AddBest(scores, objectness, row);
        }

        CollectionsMarshal.AsSpan(_keys).Sort();
    }

    private void AddBest(ReadOnlySpan<float> scores, float objectness, int row)
    {
        var (best, surest) = (0, float.NegativeInfinity);
        for (var index = 0; index < scores.Length; index++)
        {
            var sure = ModelOutput.Finite(scores[index] * objectness, row);
            if (sure > surest)
                (best, surest) = (index, sure);
        }

        AddConfident(surest, row, best);
    }

    private void AddEach(ReadOnlySpan<float> scores, float objectness, int row)
    {
        for (var index = 0; index < scores.Length; index++)
            AddConfident(ModelOutput.Finite(scores[index] * objectness, row), row, index);
    }

    private void AddConfident(float sure, int row, int index)
    {
        if (sure > confidence)
            _keys.Add(((ulong)~BitConverter.SingleToUInt32Bits(sure) << 32) | checked((uint)((row * classes) + index)));
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
