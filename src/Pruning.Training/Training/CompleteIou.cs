using static TorchSharp.torch;

namespace Pruning.Training;

/// <summary>
/// Complete IoU of pairs of boxes (Zheng et al. 2020, "Distance-IoU Loss"): overlap, less the centres' distance over
/// the enclosing box's diagonal, less a term for differing aspect ratios.
/// </summary>
internal static class CompleteIou
{
    private const double Epsilon = 1e-7;

    /// <param name="centres">Predicted, <c>[n, 2]</c>.</param>
    /// <param name="sizes">Predicted, <c>[n, 2]</c>.</param>
    /// <param name="targets">True boxes: centre x, centre y, width, height, <c>[n, 4]</c>.</param>
    /// <returns><c>[n]</c>, at most 1.</returns>
    public static Tensor Compute(Tensor centres, Tensor sizes, Tensor targets)
    {
        var (x1, y1) = (centres.select(1, 0), centres.select(1, 1));
        var (w1, h1) = (sizes.select(1, 0), sizes.select(1, 1));
        var (x2, y2) = (targets.select(1, 0), targets.select(1, 1));
        var (w2, h2) = (targets.select(1, 2), targets.select(1, 3));
        var (left1, right1, top1, bottom1) = (x1 - w1 / 2, x1 + w1 / 2, y1 - h1 / 2, y1 + h1 / 2);
        var (left2, right2, top2, bottom2) = (x2 - w2 / 2, x2 + w2 / 2, y2 - h2 / 2, y2 + h2 / 2);

        var overlap =
            (minimum(right1, right2) - maximum(left1, left2)).clamp(min: 0)
            * (minimum(bottom1, bottom2) - maximum(top1, top2)).clamp(min: 0);
        var union = w1 * h1 + w2 * h2 - overlap + Epsilon;
        var iou = overlap / union;

        var width = maximum(right1, right2) - minimum(left1, left2);
        var height = maximum(bottom1, bottom2) - minimum(top1, top2);
        var diagonal = width.pow(2) + height.pow(2) + Epsilon;
        var distance = ((left2 + right2 - left1 - right1).pow(2) + (top2 + bottom2 - top1 - bottom1).pow(2)) / 4;

        var aspect = ((w2 / h2).atan() - (w1 / h1).atan()).pow(2) * (4 / Math.Pow(Math.PI, 2));
        // Rounding may take the IoU of equal boxes above 1: 0 / 0 would be no number.
        var weight = (aspect / (aspect - iou + (1 + Epsilon)).clamp(min: Epsilon)).detach();
        return iou - (distance / diagonal + aspect * weight);
    }
}
