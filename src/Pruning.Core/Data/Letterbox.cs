using Pruning.Evaluation;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// How an image was fitted into a network's input: shrunk or enlarged to <see cref="Resized"/>, then padded on both
/// sides. Maps boxes back. YOLOv5's conventions: the resized extent is truncated to whole pixels, the pads are kept as
/// halves of the rest although the picture stands at whole pixels, and one gain, the vertical one, serves both axes.
/// </summary>
/// <param name="Original">The image's own height and width.</param>
/// <param name="Resized">Height and width of the picture inside the input.</param>
/// <param name="Target">The input's height and width.</param>
/// <param name="Gain">Resized height over original height: input pixels per image pixel.</param>
/// <param name="PadX">Half the horizontal rest, in input pixels; may end in .5.</param>
/// <param name="PadY">Half the vertical rest.</param>
public sealed record Letterbox(Extent Original, Extent Resized, Extent Target, double Gain, double PadX, double PadY)
{
    /// <summary>Grey level of the padding.</summary>
    public const byte PadValue = 114;

    /// <summary>Column where the picture begins: the larger half of an odd rest lies behind it.</summary>
    public int Left => (int)Math.Round(PadX - 0.1);

    /// <summary>Row where the picture begins.</summary>
    public int Top => (int)Math.Round(PadY - 0.1);

    /// <summary>
    /// From the image's normalised coordinates to input pixels, clipped to the input as YOLOv5 clips.
    /// </summary>
    internal Detection ToInput(Label label)
    {
        const float margin = 1e-3f;
        var (width, height, padX, padY) = ((float)Resized.Width, (float)Resized.Height, (float)PadX, (float)PadY);
        return new Detection(
            Math.Clamp(width * (label.CenterX - label.Width / 2) + padX, 0, Target.Width - margin),
            Math.Clamp(height * (label.CenterY - label.Height / 2) + padY, 0, Target.Height - margin),
            Math.Clamp(width * (label.CenterX + label.Width / 2) + padX, 0, Target.Width - margin),
            Math.Clamp(height * (label.CenterY + label.Height / 2) + padY, 0, Target.Height - margin),
            1,
            label.ClassIndex
        );
    }

    /// <summary>From input pixels to the image's own pixels, clipped to the image.</summary>
    public Detection ToOriginal(Detection box)
    {
        var (gain, padX, padY) = ((float)Gain, (float)PadX, (float)PadY);
        return box with
        {
            Left = Math.Clamp((box.Left - padX) / gain, 0, Original.Width),
            Top = Math.Clamp((box.Top - padY) / gain, 0, Original.Height),
            Right = Math.Clamp((box.Right - padX) / gain, 0, Original.Width),
            Bottom = Math.Clamp((box.Bottom - padY) / gain, 0, Original.Height),
        };
    }
}
