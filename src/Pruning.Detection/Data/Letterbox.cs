using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// How an image was fitted into a network's input: shrunk or enlarged to <see cref="Resized"/>, then padded on both
/// sides. YOLOv5's conventions: the resized extent is truncated to whole pixels, the pads are kept as
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
}
