using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>Measured pictures, each of which can count several times or not at all.</summary>
internal sealed class RepeatedPictures
{
    private readonly ImmutableArray<int[]> _labels;
    private readonly (ushort Correct, int Picture)[][] _byClass;

    public RepeatedPictures(ImmutableArray<PictureTally> pictures)
    {
        var classes =
            1 + pictures.SelectMany(picture => picture.Labels.Concat(picture.Classes)).DefaultIfEmpty(-1).Max();
        _labels = [.. pictures.Select(picture => Counts(picture.Labels, classes))];
        var detections = pictures
            .SelectMany(
                (picture, number) =>
                    picture.Confidences.Select(
                        (confidence, index) =>
                            (
                                Confidence: confidence,
                                Class: picture.Classes[index],
                                Correct: (ushort)picture.Correct[index],
                                Picture: number
                            )
                    )
            )
            .ToLookup(one => one.Class);
        // In the order in which average precision takes them, sorted once for all.
        _byClass =
        [
            .. Enumerable
                .Range(0, classes)
                .Select(index =>
                    detections[index]
                        .OrderByDescending(one => one.Confidence)
                        .Select(one => (one.Correct, one.Picture))
                        .ToArray()
                ),
        ];
    }

    /// <param name="times">How often each picture counts.</param>
    /// <returns>Null where no picture that counts has a label.</returns>
    public double? Map5095(int[] times) => Measure(times).Map5095;

    /// <inheritdoc cref="Map5095"/>
    public RepeatedAccuracy Measure(int[] times)
    {
        var classes = new RepeatedCurve?[_byClass.Length];
        for (var index = 0; index < classes.Length; index++)
        {
            var labels = 0;
            for (var picture = 0; picture < times.Length; picture++)
                labels += times[picture] * _labels[picture][index];
            if (labels > 0)
                classes[index] = RepeatedCurve.Trace(_byClass[index], times, labels);
        }

        return new RepeatedAccuracy(classes);
    }

    private static int[] Counts(ImmutableArray<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label]++;
        return counts;
    }
}
