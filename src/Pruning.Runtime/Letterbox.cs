namespace Pruning.Runtime;

/// <summary>
/// How a picture is fitted into a model's input: scaled to fit, centred, the rest grey. YOLOv5's conventions: the
/// rests are kept as halves although the picture stands at whole pixels, and the vertical scale serves both axes.
/// </summary>
internal readonly record struct Letterbox
{
    /// <summary>Grey level of the rest.</summary>
    public const byte Padding = 114;

    private Letterbox(int pictureWidth, int pictureHeight, int width, int height, float gain, float padX, float padY)
    {
        (PictureWidth, PictureHeight) = (pictureWidth, pictureHeight);
        (Width, Height) = (width, height);
        (Gain, PadX, PadY) = (gain, padX, padY);
    }

    /// <summary>As pictures are looked at in training and one by one.</summary>
    public static Letterbox Fit(int width, int height, int inputWidth, int inputHeight)
    {
        var ratio = Math.Min(inputHeight / (double)height, inputWidth / (double)width);
        // Halves round to even here and below, as Python rounds.
        return Placed(
            width,
            height,
            Math.Max(1, (int)Math.Round(width * ratio)),
            Math.Max(1, (int)Math.Round(height * ratio)),
            (float)ratio,
            inputWidth,
            inputHeight
        );
    }

    /// <summary>As evaluation places them: the long side to the input's, the other one cut off to whole pixels.</summary>
    public static Letterbox AsMeasured(int width, int height, int inputWidth, int inputHeight)
    {
        // Evaluation's second step, for inputs that are not square, is the usual one.
        if (inputWidth != inputHeight)
            return Fit(width, height, inputWidth, inputHeight);
        var ratio = inputWidth / (double)Math.Max(width, height);
        var (fittedWidth, fittedHeight) = (Math.Max(1, (int)(width * ratio)), Math.Max(1, (int)(height * ratio)));
        return Placed(
            width,
            height,
            fittedWidth,
            fittedHeight,
            (float)(fittedHeight / (double)height),
            inputWidth,
            inputHeight
        );
    }

    private static Letterbox Placed(
        int pictureWidth,
        int pictureHeight,
        int width,
        int height,
        float gain,
        int inputWidth,
        int inputHeight
    ) => new(pictureWidth, pictureHeight, width, height, gain, (inputWidth - width) / 2f, (inputHeight - height) / 2f);

    public int PictureWidth { get; }

    public int PictureHeight { get; }

    /// <summary>Of the picture inside the input, in input pixels.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>Input pixels per picture pixel.</summary>
    public float Gain { get; }

    public float PadX { get; }

    public float PadY { get; }

    /// <summary>Column where the picture begins: the larger half of an odd rest lies behind it.</summary>
    public int Left => (int)Math.Round(PadX - 0.1);

    public int Top => (int)Math.Round(PadY - 0.1);

    /// <summary>From input pixels to the picture's, clipped to it.</summary>
    public DetectedBox ToPicture(in DetectedBox box) =>
        box with
        {
            Left = Math.Clamp((box.Left - PadX) / Gain, 0, PictureWidth),
            Top = Math.Clamp((box.Top - PadY) / Gain, 0, PictureHeight),
            Right = Math.Clamp((box.Right - PadX) / Gain, 0, PictureWidth),
            Bottom = Math.Clamp((box.Bottom - PadY) / Gain, 0, PictureHeight),
        };
}
