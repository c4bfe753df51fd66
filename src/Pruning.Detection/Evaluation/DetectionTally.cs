using System.Collections.Immutable;

namespace Pruning.Evaluation;

/// <summary>What <see cref="AveragePrecision"/> is computed from, gathered image by image.</summary>
public sealed class DetectionTally(int classCount)
{
    private readonly List<ScoredDetection> _detections = [];
    private readonly int[] _labels = new int[classCount];
    private readonly List<PictureTally> _pictures = [];

    public int ClassCount => classCount;

    /// <summary>Every detection, in the order of images.</summary>
    internal IReadOnlyList<ScoredDetection> Detections => _detections;

    /// <summary>Number of labels a class.</summary>
    public IReadOnlyList<int> LabelsOfClass => _labels;

    public int LabelCount => _labels.Sum();

    /// <summary>What <see cref="AddImage"/> was given, image by image.</summary>
    public IReadOnlyList<PictureTally> Pictures => _pictures;

    public void AddDetection(float confidence, int classIndex, ushort correct) =>
        _detections.Add(new ScoredDetection(confidence, classIndex, correct));

    public void AddLabel(int classIndex) => _labels[classIndex]++;

    /// <summary>Adds an image's detections (most confident first) and labels, both in the same pixels.</summary>
    public void AddImage(ReadOnlySpan<Detection> detections, ReadOnlySpan<Detection> labels)
    {
        Span<ushort> correct =
            detections.Length <= 512 ? stackalloc ushort[detections.Length] : new ushort[detections.Length];
        DetectionMatching.Match(detections, labels, correct);
        for (var i = 0; i < detections.Length; i++)
            AddDetection(detections[i].Confidence, detections[i].ClassIndex, correct[i]);
        foreach (var label in labels)
            AddLabel(label.ClassIndex);
        _pictures.Add(Tally(detections, labels, correct));
    }

    private static PictureTally Tally(
        ReadOnlySpan<Detection> detections,
        ReadOnlySpan<Detection> labels,
        ReadOnlySpan<ushort> correct
    )
    {
        var (classes, confidences, right) = (
            new int[detections.Length],
            new float[detections.Length],
            new int[detections.Length]
        );
        for (var i = 0; i < detections.Length; i++)
            (classes[i], confidences[i], right[i]) = (detections[i].ClassIndex, detections[i].Confidence, correct[i]);
        var labelled = new int[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            labelled[i] = labels[i].ClassIndex;
        return new PictureTally([.. labelled], [.. confidences], [.. classes], [.. right]);
    }

    /// <param name="Correct">Bit t: right at IoU threshold t, see <see cref="DetectionMatching"/>.</param>
    internal readonly record struct ScoredDetection(float Confidence, int ClassIndex, ushort Correct);
}
