using Pruning.Evaluation;
using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// How an image was fitted into a network's input: shrunk or enlarged to <see cref="Resized"/>, then padded on both sides. Maps boxes back.
/// YOLOv5's conventions: the resized extent is truncated to whole pixels, the pads are kept as halves of the rest although the picture
/// stands at whole pixels, and one gain, the vertical one, serves both axes.
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
