using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>What a <see cref="Detector"/> keeps of what a model sees.</summary>
public sealed record DetectorOptions
{
    /// <summary>
    /// Boxes of at most this confidence are dropped, 0 to 1; null for the one at which the build measured the best F1,
    /// and 0.25 where it measured none.
    /// </summary>
    public float? Confidence { get; init; }

    /// <summary>Of boxes of one class that overlap by more than this (intersection over union), the surest stays.</summary>
    public float Overlap { get; init; } = 0.45f;

    /// <summary>Whether boxes of different classes suppress each other too.</summary>
    public bool AcrossClasses { get; init; }

    /// <summary>
    /// Whether a box is found once for each class that is confident; otherwise for its best alone. The build's figures
    /// were measured so.
    /// </summary>
    public bool EveryClass { get; init; }

    /// <summary>How pictures that are larger than the model's input become smaller.</summary>
    public PictureShrinking Shrinking { get; init; }

    /// <summary>At most so many boxes a picture, the surest ones.</summary>
    public int MaximumBoxes { get; init; } = 300;

    /// <summary>ONNX Runtime's options, the caller's to dispose; null for its defaults.</summary>
    public SessionOptions? Session { get; init; }

    /// <summary>
    /// PEM: a public key, or certificates of authorities. A model then opens only with a signature of that key, or of
    /// somebody whom they certify. Null asks for none.
    /// </summary>
    public string? RequireSignature { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">An option is no share of 1, or no number of boxes.</exception>
    internal void Check()
    {
        CheckShare(Confidence ?? 0, nameof(Confidence));
        CheckShare(Overlap, nameof(Overlap));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumBoxes, 1);
        if (!Enum.IsDefined(Shrinking))
            throw new ArgumentOutOfRangeException(nameof(Shrinking), Shrinking, "There is no such way.");
    }

    private static void CheckShare(float value, string name)
    {
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "It is from 0 to 1.");
    }
}
