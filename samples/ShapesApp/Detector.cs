using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace ShapesApp;

/// <summary>Runs a YOLOv5 model in ONNX Runtime.</summary>
internal sealed class Detector(byte[] model, int imageSize) : IDisposable
{
    private const float LeastConfidence = 0.4f;
    private const float MostOverlap = 0.45f;

    private readonly InferenceSession _session = new(model);

    public void Dispose() => _session.Dispose();

    /// <summary>What is in a picture, surest first.</summary>
    public IReadOnlyList<Detection> Detect(SKBitmap picture)
    {
        var letterbox = new Letterbox(picture, imageSize);
        using var input = OrtValue.CreateTensorValueFromMemory(letterbox.Input, [1, 3, imageSize, imageSize]);
        using var options = new RunOptions();
        using var outputs = _session.Run(options, ["images"], [input], ["output0"]);
        var output = outputs[0]; // [1, candidates, 5 + classes]
        var rowLength = (int)output.GetTensorTypeAndShape().Shape[2];
        return Suppress(Read(output.GetTensorDataAsSpan<float>(), rowLength, letterbox));
    }

    // A row is: centre x, centre y, width, height, objectness, and a score for each class.
    private static List<Detection> Read(ReadOnlySpan<float> rows, int rowLength, Letterbox letterbox)
    {
        var found = new List<Detection>();
        for (; rows.Length > 0; rows = rows[rowLength..])
        {
            var scores = rows[5..rowLength];
            var best = 0;
            for (var i = 1; i < scores.Length; i++)
                best = scores[i] > scores[best] ? i : best;
            var confidence = rows[4] * scores[best];
            if (confidence >= LeastConfidence)
                found.Add(new Detection(letterbox.ToPicture(rows[0], rows[1], rows[2], rows[3]), best, confidence));
        }

        return found;
    }

    // Non-maximum suppression: of boxes of one class that overlap, the surest stays.
    private static List<Detection> Suppress(List<Detection> found)
    {
        var kept = new List<Detection>();
        foreach (var detection in found.OrderByDescending(detection => detection.Confidence))
        {
            if (kept.All(other => other.Class != detection.Class || other.Overlap(detection) <= MostOverlap))
                kept.Add(detection);
        }

        return kept;
    }
}
