using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>
/// Precision, recall and average precision as YOLOv5 reports them: precision made monotone between the sentinels (0, 1)
/// and (1, 0), interpolated at 101 recalls and integrated by trapezoids; precision and recall read at the one
/// confidence where the F1 of all classes, averaged and smoothed, peaks. Classes without labels take no part.
/// </summary>
public static class AveragePrecision
{
    /// <summary>One entry a class that has labels, in order of class; empty when there is none.</summary>
    public static ImmutableArray<ClassPrecision> Measure(DetectionTally tally)
    {
        var byClass = tally
            .Detections.GroupBy(detection => detection.ClassIndex)
            .ToDictionary(
                group => group.Key,
                group => group.OrderByDescending(detection => detection.Confidence).ToArray()
            );
        var classes = Enumerable
            .Range(0, tally.ClassCount)
            .Where(index => tally.LabelsOfClass[index] > 0)
            .Select(index => new ClassCurve(index, tally.LabelsOfClass[index], byClass.GetValueOrDefault(index) ?? []))
            .ToArray();
        if (classes.Length == 0)
            return [];
        var best = BestPoint(classes);
        return
        [
            .. classes.Select(curve => new ClassPrecision(
                curve.ClassIndex,
                curve.Labels,
                curve.Precision[best],
                curve.Recall[best],
                curve.Averages
            )
            {
                Confidence = ClassCurve.ConfidenceAt(best),
                PrecisionByRecall = curve.PrecisionByRecall,
            }),
        ];
    }

    /// <summary>Index on the confidence axis where the smoothed mean F1 is largest.</summary>
    private static int BestPoint(ClassCurve[] classes)
    {
        var f1 = new double[ClassCurve.Points];
        foreach (var curve in classes)
        {
            for (var i = 0; i < f1.Length; i++)
                f1[i] += 2 * curve.Precision[i] * curve.Recall[i] / (curve.Precision[i] + curve.Recall[i] + 1e-16);
        }

        var smooth = Smooth(f1);
        return Array.IndexOf(smooth, smooth.Max());
    }

    /// <summary>A box filter over a tenth of the axis either way together, the ends held.</summary>
    private static double[] Smooth(double[] values)
    {
        const int reach = ClassCurve.Points / 20;
        return
        [
            .. Enumerable
                .Range(0, values.Length)
                .Select(centre =>
                {
                    var sum = 0.0;
                    for (var i = centre - reach; i <= centre + reach; i++)
                        sum += values[Math.Clamp(i, 0, values.Length - 1)];
                    return sum;
                }),
        ];
    }
}
