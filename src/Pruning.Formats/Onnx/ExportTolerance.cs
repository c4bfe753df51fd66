namespace Pruning.Onnx;

/// <summary>
/// How far an exported file may be from the network it was made from. Folding batch norms rounds the weights once more,
/// and two runtimes sum in different orders: on YOLOv5n that moves boxes by up to 3e-3 px and scores by up to 5e-6. How
/// much a network amplifies rounding is its own property: in one that was cut and trained for an epoch, a change of
/// every weight by half a unit in the last place moved boxes by 0.04 px and scores by 5e-5 within libtorch alone, and
/// the file differed by 0.14 px and 2e-4. An error e before the sigmoid moves a score by at most e/4 and a width w by
/// at most 2 e w, so boxes are allowed eight times the scores' share of their size. The defaults leave room for such
/// networks; a wrong operator or a swapped axis is off by far more.
/// </summary>
/// <param name="Pixels">Absolute, for centre and size.</param>
/// <param name="PixelShare">Relative to the value, added to <paramref name="Pixels"/>.</param>
/// <param name="Confidence">Absolute, for objectness and class scores.</param>
public sealed record ExportTolerance(double Pixels = 0.05, double PixelShare = 8e-3, double Confidence = 1e-3);
