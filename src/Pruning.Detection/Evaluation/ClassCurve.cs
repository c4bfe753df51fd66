using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>One class's precision and recall over the confidence axis, and its average precisions.</summary>
internal sealed class ClassCurve
{
    /// <summary>Points on the confidence axis, from 0 to 1.</summary>
    public const int Points = 1000;

    private const int RecallPoints = 101;

    /// <param name="labels">Number of labels, at least 1.</param>
    /// <param name="detections">The class's detections, most confident first.</param>
    public ClassCurve(int classIndex, int labels, DetectionTally.ScoredDetection[] detections)
    {
        ClassIndex = classIndex;
        Labels = labels;
        if (detections.Length == 0)
        {
            (Precision, Recall) = (new double[Points], new double[Points]);
            Averages = [.. new double[DetectionMatching.ThresholdCount]];
            PrecisionByRecall = [.. new double[RecallPoints]];
            return;
        }

        var (precision, recall) = Accumulate(detections, threshold: 0);
        Precision = OverConfidence(detections, precision, aboveAll: 1);
        Recall = OverConfidence(detections, recall, aboveAll: 0);
        var curve = OverRecall(precision, recall);
        PrecisionByRecall = [.. curve];
        Averages =
        [
            .. Enumerable
                .Range(0, DetectionMatching.ThresholdCount)
                .Select(threshold => threshold == 0 ? Integrate(curve) : Average(detections, threshold)),
        ];
    }

    public int ClassIndex { get; }

    public int Labels { get; }

    /// <summary>At IoU 0.5, one a point of the confidence axis.</summary>
    public double[] Precision { get; }

    public double[] Recall { get; }

    /// <summary>At IoU 0.5, made monotone, at recall 0, 0.01 … 1.</summary>
    public ImmutableArray<double> PrecisionByRecall { get; }

    /// <summary>Average precision, one an IoU threshold.</summary>
    public ImmutableArray<double> Averages { get; }

    /// <summary>The confidence of a point of the axis.</summary>
    public static double ConfidenceAt(int point) => point == Points - 1 ? 1.0 : point * (1.0 / (Points - 1));

    /// <summary>
    /// Average precision from points of rising recall: those before and behind each rise are enough, since between them
    /// precision only falls.
    /// </summary>
    internal static double Area(ReadOnlySpan<double> precision, ReadOnlySpan<double> recall) =>
        precision.IsEmpty ? 0 : Integrate(OverRecall(precision, recall));

    private double Average(DetectionTally.ScoredDetection[] detections, int threshold)
    {
        var (precision, recall) = Accumulate(detections, threshold);
        return Area(precision, recall);
    }

    private (double[] Precision, double[] Recall) Accumulate(DetectionTally.ScoredDetection[] detections, int threshold)
    {
        var (precision, recall) = (new double[detections.Length], new double[detections.Length]);
        var right = 0;
        for (var i = 0; i < detections.Length; i++)
        {
            right += (detections[i].Correct >> threshold) & 1;
            precision[i] = right / (double)(i + 1);
            recall[i] = right / (double)Labels;
        }

        return (precision, recall);
    }

    /// <summary>Interpolates a value known at each detection's confidence onto the axis.</summary>
    private static double[] OverConfidence(
        DetectionTally.ScoredDetection[] detections,
        double[] values,
        double aboveAll
    )
    {
        var curve = new double[Points];
        // Downwards from 1: `at` is the last detection that is at least as confident as the point.
        var at = -1;
        for (var point = Points - 1; point >= 0; point--)
        {
            var confidence = ConfidenceAt(point);
            while (at + 1 < detections.Length && detections[at + 1].Confidence >= confidence)
                at++;
            curve[point] =
                at < 0 ? aboveAll
                : at == detections.Length - 1 ? values[at]
                : values[at]
                    + (values[at + 1] - values[at])
                        * (
                            (detections[at].Confidence - confidence)
                            / ((double)detections[at].Confidence - detections[at + 1].Confidence)
                        );
        }

        return curve;
    }

    private static double[] OverRecall(ReadOnlySpan<double> precision, ReadOnlySpan<double> recall)
    {
        var count = precision.Length + 2;
        var (recalls, envelope) = (new double[count], new double[count]);
        recall.CopyTo(recalls.AsSpan(1));
        precision.CopyTo(envelope.AsSpan(1));
        (recalls[^1], envelope[0]) = (1, 1);
        for (var i = count - 2; i >= 0; i--)
            envelope[i] = Math.Max(envelope[i], envelope[i + 1]);
        return Sample(recalls, envelope);
    }

    private static double[] Sample(double[] recalls, double[] envelope)
    {
        var curve = new double[RecallPoints];
        var at = 0;
        for (var point = 0; point < RecallPoints; point++)
        {
            var recall = point == RecallPoints - 1 ? 1.0 : point * 0.01;
            while (at + 1 < recalls.Length && recalls[at + 1] <= recall)
                at++;
            curve[point] =
                at == recalls.Length - 1 || recalls[at] == recall
                    ? envelope[at]
                    : envelope[at]
                        + (envelope[at + 1] - envelope[at])
                            * ((recall - recalls[at]) / (recalls[at + 1] - recalls[at]));
        }

        return curve;
    }

    private static double Integrate(double[] curve)
    {
        var area = 0.0;
        for (var point = 1; point < curve.Length; point++)
            area += (curve[point - 1] + curve[point]) / 2 * 0.01;
        return area;
    }
}
