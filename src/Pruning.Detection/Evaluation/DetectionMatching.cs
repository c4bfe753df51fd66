namespace Pruning.Evaluation;

/// <summary>
/// Which detections of an image are right, at ten IoU thresholds. Each detection goes to the label of its class that it
/// overlaps most; each label keeps the first (most confident) of the detections that chose it and overlap it enough.
/// The others are wrong, even where they would have fitted another label: that is YOLOv5's rule, and it moves the
/// figures.
/// </summary>
public static class DetectionMatching
{
    /// <summary>Number of thresholds: 0.50, 0.55 … 0.95.</summary>
    public const int ThresholdCount = 10;

    private const float Epsilon = 1e-7f;

    private static readonly float[] Thresholds = MakeThresholds();

    /// <summary>Matches one image.</summary>
    /// <param name="detections">Most confident first.</param>
    /// <param name="labels">Boxes in the same pixels; their confidence is ignored.</param>
    /// <param name="correct">One a detection: bit t is set when it is right at threshold t.</param>
    public static void Match(ReadOnlySpan<Detection> detections, ReadOnlySpan<Detection> labels, Span<ushort> correct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(correct.Length, detections.Length);
        correct.Clear();
        // Bit t of a label: it has its detection at threshold t.
        Span<ushort> taken = labels.Length <= 512 ? stackalloc ushort[labels.Length] : new ushort[labels.Length];
        taken.Clear();
        for (var i = 0; i < detections.Length; i++)
        {
            var (label, iou) = BestLabel(detections[i], labels);
            if (label < 0)
                continue;
            var reached = Reached(iou);
            correct[i] = (ushort)(reached & ~taken[label]);
            taken[label] |= reached;
        }
    }

    private static (int Label, float Iou) BestLabel(in Detection detection, ReadOnlySpan<Detection> labels)
    {
        var (best, bestIou) = (-1, 0f);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i].ClassIndex != detection.ClassIndex)
                continue;
            var iou = Iou(labels[i], detection);
            // Of equal ones the last, as the original's reversed sort has it.
            if (iou > 0 && iou >= bestIou)
                (best, bestIou) = (i, iou);
        }

        return (best, bestIou);
    }

    private static ushort Reached(float iou)
    {
        var bits = 0;
        for (var t = 0; t < ThresholdCount && iou >= Thresholds[t]; t++)
            bits |= 1 << t;
        return (ushort)bits;
    }

    private static float Iou(in Detection a, in Detection b)
    {
        var width = Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left));
        var height = Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
        var intersection = width * height;
        var areaA = (a.Right - a.Left) * (a.Bottom - a.Top);
        var areaB = (b.Right - b.Left) * (b.Bottom - b.Top);
        return intersection / (areaA + areaB - intersection + Epsilon);
    }

    /// <summary>In single precision and from both ends towards the middle, as torch spaces them.</summary>
    private static float[] MakeThresholds()
    {
        const float first = 0.5f;
        const float last = 0.95f;
        const float step = (last - first) / (ThresholdCount - 1);
        var thresholds = new float[ThresholdCount];
        for (var t = 0; t < ThresholdCount; t++)
            thresholds[t] = t < ThresholdCount / 2 ? first + step * t : last - step * (ThresholdCount - 1 - t);
        return thresholds;
    }
}
