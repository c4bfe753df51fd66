using Pruning.Data;

namespace Pruning.Evaluation;

/// <summary>Brings boxes into a letterboxed input and back to the image's own pixels, with YOLOv5's conventions.</summary>
public static class LetterboxedBoxes
{
    /// <summary>
    /// From the image's normalised coordinates to input pixels, clipped to the input as YOLOv5 clips.
    /// </summary>
    internal static Detection ToInput(this Letterbox letterbox, Label label)
    {
        const float margin = 1e-3f;
        var (width, height, padX, padY) = (
            (float)letterbox.Resized.Width,
            (float)letterbox.Resized.Height,
            (float)letterbox.PadX,
            (float)letterbox.PadY
        );
        return new Detection(
            Math.Clamp(width * (label.CenterX - label.Width / 2) + padX, 0, letterbox.Target.Width - margin),
            Math.Clamp(height * (label.CenterY - label.Height / 2) + padY, 0, letterbox.Target.Height - margin),
            Math.Clamp(width * (label.CenterX + label.Width / 2) + padX, 0, letterbox.Target.Width - margin),
            Math.Clamp(height * (label.CenterY + label.Height / 2) + padY, 0, letterbox.Target.Height - margin),
            1,
            label.ClassIndex
        );
    }

    /// <summary>From input pixels to the image's own pixels, clipped to the image.</summary>
    public static Detection ToOriginal(this Letterbox letterbox, Detection box)
    {
        var (gain, padX, padY) = ((float)letterbox.Gain, (float)letterbox.PadX, (float)letterbox.PadY);
        return box with
        {
            Left = Math.Clamp((box.Left - padX) / gain, 0, letterbox.Original.Width),
            Top = Math.Clamp((box.Top - padY) / gain, 0, letterbox.Original.Height),
            Right = Math.Clamp((box.Right - padX) / gain, 0, letterbox.Original.Width),
            Bottom = Math.Clamp((box.Bottom - padY) / gain, 0, letterbox.Original.Height),
        };
    }
}
