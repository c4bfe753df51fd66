namespace Pruning.Evaluation;

/// <summary>What <see cref="NonMaximumSuppression"/> keeps.</summary>
public sealed record SuppressionOptions
{
    /// <summary>Objectness and confidence (objectness × class probability) must both be greater.</summary>
    public float Confidence { get; init; } = 0.25f;

    /// <summary>A box that overlaps a more confident one by more than this IoU is dropped.</summary>
    public double Iou { get; init; } = 0.45;

    /// <summary>One box may be a detection of several classes; otherwise only of its best.</summary>
    public bool MultiLabel { get; init; }

    /// <summary>Boxes of different classes suppress each other too.</summary>
    public bool ClassAgnostic { get; init; }

    /// <summary>Only so many of the most confident candidates are looked at.</summary>
    public int MaximumCandidates { get; init; } = 30_000;

    /// <summary>At most so many detections an image.</summary>
    public int MaximumDetections { get; init; } = 300;

    /// <summary>What people want to see on a picture: confident boxes, one class each.</summary>
    public static SuppressionOptions ForPictures { get; } = new();

    /// <summary>What average precision is measured on: nearly everything.</summary>
    public static SuppressionOptions ForMetrics { get; } =
        new()
        {
            Confidence = 0.001f,
            Iou = 0.6,
            MultiLabel = true,
        };
}
