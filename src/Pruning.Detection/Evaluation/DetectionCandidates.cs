using System.Numerics;
using System.Runtime.InteropServices;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>
/// Finds the boxes of a picture that are confident enough to be detections, most confident first. Each is a key: its
/// confidence's bits inverted, so that keys ascend as confidence descends, then row and class, so that equal
/// confidences keep their order. Serves one thread.
/// </summary>
internal sealed class DetectionCandidates(SuppressionOptions options)
{
    private readonly List<ulong> _keys = [];

    /// <summary>Keys in ascending order, good until the next call.</summary>
    /// <param name="rows"><c>[N, 5 + C]</c>.</param>
    /// <exception cref="PruneException">A value that was looked at is not finite (<c>PRUNE7001</c>).</exception>
    public ReadOnlySpan<ulong> Collect(ReadOnlySpan<float> rows, int classCount)
    {
        _keys.Clear();
        var width = HeadColumns.CountFor(classCount);
        for (int start = 0, row = 0; start < rows.Length; start += width, row++)
        {
            var objectness = Finite(rows[start + HeadColumns.Objectness], row);
            if (objectness <= options.Confidence)
                continue;
            if (options.MultiLabel)
                CollectClasses(rows.Slice(start + HeadColumns.FirstClass, classCount), objectness, row);
            else
                CollectBest(rows.Slice(start + HeadColumns.FirstClass, classCount), objectness, row);
        }

        var keys = CollectionsMarshal.AsSpan(_keys);
        keys.Sort();
        return keys;
    }

    public static (int Row, int ClassIndex, float Confidence) Parts(ulong key, int classCount) =>
        (
            (int)((uint)key / (uint)classCount),
            (int)((uint)key % (uint)classCount),
            BitConverter.UInt32BitsToSingle(~(uint)(key >> 32))
        );

    /// <summary>The value.</summary>
    /// <exception cref="PruneException">It is not finite (<c>PRUNE7001</c>).</exception>
    public static float Finite(float value, int row) => float.IsFinite(value) ? value : throw NotFinite(value, row);

    /// <summary>Blocks in which no class is confident, nearly all, are passed over whole.</summary>
    private void CollectClasses(ReadOnlySpan<float> probabilities, float objectness, int row)
    {
        var blocks = MemoryMarshal.Cast<float, Vector<float>>(probabilities);
        var threshold = new Vector<float>(options.Confidence);
        for (var i = 0; i < blocks.Length; i++)
        {
            // False where any is confident, and where any is not finite.
            if (!Vector.LessThanOrEqualAll(Vector.Abs(blocks[i] * objectness), threshold))
                CollectClasses(probabilities, i * Vector<float>.Count, Vector<float>.Count, objectness, row);
        }

        var done = blocks.Length * Vector<float>.Count;
        CollectClasses(probabilities, done, probabilities.Length - done, objectness, row);
    }

    private void CollectClasses(ReadOnlySpan<float> probabilities, int first, int count, float objectness, int row)
    {
        for (var index = first; index < first + count; index++)
        {
            var confidence = Finite(probabilities[index] * objectness, row);
            if (confidence > options.Confidence)
                _keys.Add(Key(confidence, row, index, probabilities.Length));
        }
    }

    private void CollectBest(ReadOnlySpan<float> probabilities, float objectness, int row)
    {
        var best = -1;
        var bestConfidence = float.NegativeInfinity;
        for (var index = 0; index < probabilities.Length; index++)
        {
            var confidence = Finite(probabilities[index] * objectness, row);
            if (confidence > bestConfidence)
                (best, bestConfidence) = (index, confidence);
        }

        if (bestConfidence > options.Confidence)
            _keys.Add(Key(bestConfidence, row, best, probabilities.Length));
    }

    private static ulong Key(float confidence, int row, int index, int classCount) =>
        ((ulong)~BitConverter.SingleToUInt32Bits(confidence) << 32) | checked((uint)(row * classCount + index));

    private static PruneException NotFinite(float value, int row) =>
        new(
            Codes.NonFiniteOutput,
            FormattableString.Invariant(
                $"The model put out {value} in box {row}; its detections mean nothing. Training has probably diverged, or the file is damaged: lower the learning rate or take another checkpoint."
            )
        );
}
