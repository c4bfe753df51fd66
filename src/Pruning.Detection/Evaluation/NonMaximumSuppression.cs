using System.Runtime.InteropServices;
using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>
/// Turns a network's raw boxes into detections: drops what is not confident, then, from the most confident on, what
/// overlaps a kept box of its class. Arithmetic and thresholds (all strict) are those of YOLOv5 over torchvision, in
/// single precision, class offset included; there is no time limit. Buffers are re-used between calls: one instance
/// serves one thread.
/// </summary>
public sealed class NonMaximumSuppression(SuppressionOptions options)
{
    /// <summary>
    /// Boxes of class c are moved by c times this many pixels, so that classes never overlap. The rounding that it
    /// causes is part of the figures.
    /// </summary>
    public const float ClassOffset = 7680;

    private readonly DetectionCandidates _candidates = new(options);
    private readonly List<Kept> _kept = [];
    private int[] _newestOfClass = [];

    /// <summary>Detections of one image, most confident first, in the pixels of the rows' boxes.</summary>
    /// <param name="rows">
    /// <c>[N, 5 + C]</c>: centre x, centre y, width, height, objectness, class probabilities.
    /// </param>
    /// <param name="classCount">C, at least 1.</param>
    /// <exception cref="Diagnostics.PruneException">The output is not finite (<c>PRUNE7001</c>).</exception>
    public Detection[] Run(ReadOnlySpan<float> rows, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (rows.Length % HeadColumns.CountFor(classCount) != 0)
            throw new ArgumentException(
                $"{rows.Length} values are not rows of {HeadColumns.CountFor(classCount)}.",
                nameof(rows)
            );
        Suppress(rows, classCount, _candidates.Collect(rows, classCount));
        var detections = new Detection[_kept.Count];
        for (var i = 0; i < detections.Length; i++)
            detections[i] = _kept[i].Detection;
        return detections;
    }

    private void Suppress(ReadOnlySpan<float> rows, int classCount, ReadOnlySpan<ulong> candidates)
    {
        _kept.Clear();
        if (_newestOfClass.Length < classCount)
            _newestOfClass = new int[classCount];
        Array.Fill(_newestOfClass, -1);
        foreach (var key in candidates[..Math.Min(candidates.Length, options.MaximumCandidates)])
        {
            if (_kept.Count >= options.MaximumDetections)
                return;
            var (row, index, confidence) = DetectionCandidates.Parts(key, classCount);
            var bucket = options.ClassAgnostic ? 0 : index;
            var candidate = Candidate(
                rows.Slice(row * HeadColumns.CountFor(classCount), HeadColumns.Box),
                confidence,
                index,
                row,
                bucket
            );
            if (IsSuppressed(candidate))
                continue;
            _newestOfClass[bucket] = _kept.Count;
            _kept.Add(candidate);
        }
    }

    private Kept Candidate(ReadOnlySpan<float> box, float confidence, int index, int row, int bucket)
    {
        foreach (var value in box)
            DetectionCandidates.Finite(value, row);

        var (x, y, halfWidth, halfHeight) = (
            box[HeadColumns.CentreX],
            box[HeadColumns.CentreY],
            box[HeadColumns.Width] / 2,
            box[HeadColumns.Height] / 2
        );
        var detection = new Detection(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, confidence, index);
        var offset = bucket * ClassOffset;
        var (left, top, right, bottom) = (
            detection.Left + offset,
            detection.Top + offset,
            detection.Right + offset,
            detection.Bottom + offset
        );
        return new Kept(detection, left, top, right, bottom, (right - left) * (bottom - top), _newestOfClass[bucket]);
    }

    private bool IsSuppressed(in Kept candidate)
    {
        var kept = CollectionsMarshal.AsSpan(_kept);
        for (var i = candidate.OlderOfClass; i >= 0; i = kept[i].OlderOfClass)
        {
            ref readonly var other = ref kept[i];
            var width = Math.Max(0, Math.Min(candidate.Right, other.Right) - Math.Max(candidate.Left, other.Left));
            var height = Math.Max(0, Math.Min(candidate.Bottom, other.Bottom) - Math.Max(candidate.Top, other.Top));
            var intersection = width * height;
            if (intersection / (other.Area + candidate.Area - intersection) > options.Iou)
                return true;
        }

        return false;
    }

    /// <summary>A kept detection, its corners with the class offset, and the previous one kept of its class.</summary>
    private readonly record struct Kept(
        Detection Detection,
        float Left,
        float Top,
        float Right,
        float Bottom,
        float Area,
        int OlderOfClass
    );
}
