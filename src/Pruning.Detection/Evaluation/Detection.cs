namespace Pruning.Evaluation;

/// <summary>
/// One box with its class. Corners in pixels of whichever picture the producer names (letterbox or original).
/// </summary>
/// <param name="Left">x of the left edge.</param>
/// <param name="Top">y of the top edge.</param>
/// <param name="Right">x of the right edge.</param>
/// <param name="Bottom">y of the bottom edge.</param>
/// <param name="Confidence">Objectness times class probability, 0 to 1.</param>
/// <param name="ClassIndex">Index into the model's class names.</param>
public readonly record struct Detection(
    float Left,
    float Top,
    float Right,
    float Bottom,
    float Confidence,
    int ClassIndex
);
