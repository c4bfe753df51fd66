namespace Pruning.Data;

/// <summary>
/// How training images are varied. The defaults are YOLOv5's ("scratch-low"); the names in parentheses are its
/// hyper-parameter keys.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>Probability of a four-image mosaic (<c>mosaic</c>).</summary>
    public double Mosaic { get; init; } = 1.0;

    /// <summary>Probability that a second mosaic is blended in (<c>mixup</c>).</summary>
    public double MixUp { get; init; }

    /// <summary>
    /// The share of a mosaic's objects that are pasted once more, mirrored; only objects with outlines
    /// (<c>copy_paste</c>).
    /// </summary>
    public double CopyPaste { get; init; }

    /// <summary>Largest relative change of hue (<c>hsv_h</c>).</summary>
    public double HueGain { get; init; } = 0.015;

    /// <summary>Largest relative change of saturation (<c>hsv_s</c>).</summary>
    public double SaturationGain { get; init; } = 0.7;

    /// <summary>Largest relative change of brightness (<c>hsv_v</c>).</summary>
    public double ValueGain { get; init; } = 0.4;

    /// <summary>Largest rotation either way, in degrees (<c>degrees</c>).</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Largest shift either way, as a fraction of the image (<c>translate</c>).</summary>
    public double Translation { get; init; } = 0.1;

    /// <summary>Largest relative change of size (<c>scale</c>).</summary>
    public double Scale { get; init; } = 0.5;

    /// <summary>Largest shear either way, in degrees (<c>shear</c>).</summary>
    public double ShearDegrees { get; init; }

    /// <summary>Largest perspective coefficient, 0 to 0.001 (<c>perspective</c>).</summary>
    public double Perspective { get; init; }

    /// <summary>Probability of an upside-down flip (<c>flipud</c>).</summary>
    public double FlipVertical { get; init; }

    /// <summary>Probability of a left-right flip (<c>fliplr</c>).</summary>
    public double FlipHorizontal { get; init; } = 0.5;

    /// <summary>No variation at all: letterboxed images as they are.</summary>
    public static AugmentationOptions None { get; } =
        new()
        {
            Mosaic = 0,
            HueGain = 0,
            SaturationGain = 0,
            ValueGain = 0,
            Translation = 0,
            Scale = 0,
            FlipHorizontal = 0,
        };
}
