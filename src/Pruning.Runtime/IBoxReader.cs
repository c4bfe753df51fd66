namespace Pruning.Runtime;

/// <summary>Makes detections of a model's output. Serves one thread.</summary>
internal interface IBoxReader
{
    /// <summary>Adds what is found in one picture, the surest first.</summary>
    /// <param name="rows">The model's output for it.</param>
    /// <exception cref="DetectorException">PRUNE7504: a value is no number.</exception>
    void Read(ReadOnlySpan<float> rows, in Letterbox letterbox, List<DetectedBox> found);
}
