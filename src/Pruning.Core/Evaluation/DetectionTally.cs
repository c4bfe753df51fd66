namespace Pruning.Evaluation;

/// <summary>What <see cref="AveragePrecision"/> is computed from, gathered image by image.</summary>
public sealed class DetectionTally(int classCount)
{
    private readonly List<ScoredDetection> _detections = [];
    private readonly int[] _labels = new int[classCount];

    public int ClassCount => classCount;

    /// <summary>Every detection, in the order of images.</summary>
    internal IReadOnlyList<ScoredDetection> Detections => _detections;

    /// <summary>Number of labels a class.</summary>
    public IReadOnlyList<int> LabelsOfClass => _labels;

    public int LabelCount => _labels.Sum();

    public void AddDetection(float confidence, int classIndex, ushort correct) => _detections.Add(new ScoredDetection(confidence, classIndex, correct));

    public void AddLabel(int classIndex) => _labels[classIndex]++;

    /// <summary>Adds an image's detections (most confident first) and labels, both in the same pixels.</summary>
    public void AddImage(ReadOnlySpan<Detection> detections, ReadOnlySpan<Detection> labels)
    {
        Span<ushort> correct = detections.Length <= 512 ? stackalloc ushort[detections.Length] : new ushort[detections.Length];
        DetectionMatching.Match(detections, labels, correct);
        for (var i = 0; i < detections.Length; i++)
            AddDetection(detections[i].Confidence, detections[i].ClassIndex, correct[i]);
        foreach (var label in labels)
            AddLabel(label.ClassIndex);
    }

    /// <param name="Correct">Bit t: right at IoU threshold t, see <see cref="DetectionMatching"/>.</param>
    internal readonly record struct ScoredDetection(float Confidence, int ClassIndex, ushort Correct);
}
