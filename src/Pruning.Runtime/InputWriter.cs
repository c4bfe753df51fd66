namespace Pruning.Runtime;

/// <summary>
/// Writes pictures into a model's input: letterboxed, as planes of red, green and blue from 0 to 1. Keeps its buffers;
/// serves one thread.
/// </summary>
internal sealed class InputWriter(PictureShrinking shrinking = PictureShrinking.Linear)
{
    private readonly LinearResizer _linear = new();
    private readonly AreaResizer _area = new();

    /// <param name="input"><c>[3, height, width]</c>.</param>
    /// <param name="before">Of the picture that was last written there; null for none.</param>
    public Letterbox Write(in Picture picture, Span<float> input, int width, int height, Letterbox? before = null)
    {
        var averages = shrinking == PictureShrinking.Area;
        var box = averages
            ? Letterbox.AsMeasured(picture.Width, picture.Height, width, height)
            : Letterbox.Fit(picture.Width, picture.Height, width, height);
        // What was written around a picture of the same size is still there.
        if (box != before)
            input.Fill(UnitLevels.Of[Letterbox.Padding]);
        var target = new PlanarTarget(input, width, height, box);
        if (box.Width == picture.Width && box.Height == picture.Height)
            PixelPlanes.Write(picture, target);
        else if (averages && Math.Max(box.Width, box.Height) < Math.Max(picture.Width, picture.Height))
            _area.Write(picture, target);
        else
            _linear.Write(picture, target);
        return box;
    }
}
