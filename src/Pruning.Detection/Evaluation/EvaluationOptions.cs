namespace Pruning.Evaluation;

/// <summary>
/// How a model is measured. The defaults are those by which YOLOv5's published figures are made, but square instead of
/// rectangular.
/// </summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// Long side of the network's input in pixels. A detector with a fixed input overrides nothing: the two must agree.
    /// </summary>
    public int ImageSize { get; init; } = 640;

    /// <summary>
    /// Images a batch. Under <see cref="Rectangular"/> it moves the figures: each batch has its own shape.
    /// </summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>A shape for each batch, as slim as its images allow, instead of a full square.</summary>
    public bool Rectangular { get; init; }

    /// <summary>Detections need more than this objectness and more than this confidence.</summary>
    public float Confidence { get; init; } = 0.001f;

    /// <summary>Of two boxes of one class that overlap by more than this IoU, the less confident is dropped.</summary>
    public double SuppressionIou { get; init; } = 0.6;

    /// <summary>At most so many detections an image.</summary>
    public int MaximumDetections { get; init; } = 300;

    /// <summary>
    /// Whatever class the model gives, it counts as the split's only one: for models of more classes than the dataset
    /// tells apart.
    /// </summary>
    public bool SingleClass { get; init; }

    /// <summary>Threads that decode images while the model runs; 0 chooses.</summary>
    public int Workers { get; init; }
}
