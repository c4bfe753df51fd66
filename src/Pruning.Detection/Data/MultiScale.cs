namespace Pruning.Data;

/// <summary>
/// A side for each batch, from half to one and a half times the image size, in multiples of the network's stride, as
/// YOLOv5 varies it.
/// </summary>
internal static class MultiScale
{
    private const double Reach = 0.5;

    /// <param name="draw">0 ≤ x &lt; 1.</param>
    /// <param name="stride">In pixels; the image size is a multiple of it.</param>
    public static int SideOf(double draw, int imageSize, int stride)
    {
        var (least, most) = ((int)(imageSize * (1 - Reach)), (int)(imageSize * (1 + Reach)) + stride);
        var pixels = least + (int)(draw * (most - least)); // least ≤ pixels < most
        return Math.Max(stride, pixels / stride * stride);
    }
}
