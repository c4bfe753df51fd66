using Pruning.Execution;
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
        var (left1, right1) = (x1 - w1.Over(2), x1.Plus(w1.Over(2)));
        var (top1, bottom1) = (y1 - h1.Over(2), y1.Plus(h1.Over(2)));
        var (left2, right2) = (x2 - w2.Over(2), x2.Plus(w2.Over(2)));
        var (top2, bottom2) = (y2 - h2.Over(2), y2.Plus(h2.Over(2)));

        var overlap =
            (minimum(right1, right2) - maximum(left1, left2)).AtLeast(0)
            * (minimum(bottom1, bottom2) - maximum(top1, top2)).AtLeast(0);
        var union = ((w1 * h1).Plus(w2 * h2) - overlap).Plus(Epsilon);
        var iou = overlap / union;

        var width = maximum(right1, right2) - minimum(left1, left2);
        var height = maximum(bottom1, bottom2) - minimum(top1, top2);
        var diagonal = width.Power(2).Plus(height.Power(2)).Plus(Epsilon);
        var across = left2.Plus(right2) - left1 - right1;
        var down = top2.Plus(bottom2) - top1 - bottom1;
        var distance = across.Power(2).Plus(down.Power(2)).Over(4);

        var aspect = ((w2 / h2).atan() - (w1 / h1).atan()).Power(2).Times(4 / Math.Pow(Math.PI, 2));
        // Rounding may take the IoU of equal boxes above 1: 0 / 0 would be no number.
        var weight = (aspect / (aspect - iou).Plus(1 + Epsilon).AtLeast(Epsilon)).detach();
        return iou - (distance / diagonal).Plus(aspect * weight);
    }
}
