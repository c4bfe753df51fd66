namespace Pruning.Onnx;

/// <summary>How far an exported file was from the network it was made from, over all proof pictures.</summary>
/// <param name="MaximumPixels">Of centre x, centre y, width and height.</param>
/// <param name="MaximumConfidence">Of objectness and class scores.</param>
/// <param name="MaximumRelative">Of any value, against the larger of its magnitude and 1.</param>
/// <param name="Pictures">How many pictures were run.</param>
/// <param name="Values">How many numbers were compared.</param>
public sealed record ExportDeviation(
    double MaximumPixels,
    double MaximumConfidence,
    double MaximumRelative,
    int Pictures,
    long Values
);
