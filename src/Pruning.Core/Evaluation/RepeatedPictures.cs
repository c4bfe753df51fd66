using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>Measured pictures, each of which can count several times or not at all.</summary>
internal sealed class RepeatedPictures
{
    private readonly ImmutableArray<int[]> _labels;
    private readonly (DetectionTally.ScoredDetection Detection, int Picture)[][] _byClass;

    public RepeatedPictures(ImmutableArray<PictureTally> pictures)
    {
        var classes = 1 + pictures.SelectMany(picture => picture.Labels.Concat(picture.Classes)).DefaultIfEmpty(-1).Max();
        _labels = [.. pictures.Select(picture => Counts(picture.Labels, classes))];
        var detections = pictures.SelectMany((picture, number) => picture.Confidences.Select((confidence, index) =>
            (Detection: new DetectionTally.ScoredDetection(confidence, picture.Classes[index], (ushort)picture.Correct[index]), Picture: number))).ToLookup(one => one.Detection.ClassIndex);
        // In the order in which average precision takes them, sorted once for all.
        _byClass = [.. Enumerable.Range(0, classes).Select(index => detections[index].OrderByDescending(one => one.Detection.Confidence).ToArray())];
    }

    /// <param name="times">How often each picture counts.</param>
    /// <returns>Null where no picture that counts has a label.</returns>
    public double? Map5095(int[] times)
    {
        var (sum, classes) = (0.0, 0);
        for (var index = 0; index < _byClass.Length; index++)
        {
            var labels = 0;
            for (var picture = 0; picture < times.Length; picture++)
                labels += times[picture] * _labels[picture][index];
            if (labels == 0)
                continue;
            sum += new ClassCurve(index, labels, Repeated(_byClass[index], times)).Averages.Average();
            classes++;
        }

        return classes == 0 ? null : sum / classes;
    }

    private static DetectionTally.ScoredDetection[] Repeated((DetectionTally.ScoredDetection Detection, int Picture)[] detections, int[] times)
    {
        var repeated = new List<DetectionTally.ScoredDetection>(detections.Length);
        foreach (var (detection, picture) in detections)
        {
            for (var time = 0; time < times[picture]; time++)
                repeated.Add(detection);
        }

        return [.. repeated];
    }

    private static int[] Counts(ImmutableArray<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label]++;
        return counts;
    }
}
