namespace Pruning.Onnx;

/// <summary>
/// How far an exported file may be from the network it was made from. Folding batch norms rounds the weights once more, and two
/// runtimes sum in different orders: on YOLOv5n that moves boxes by up to 3e-3 px and scores by up to 5e-6. An error e before the
/// sigmoid moves a score by at most e/4 and a width w by at most 2 e w, so boxes are allowed a share of their size besides.
/// The defaults leave room for deeper networks, and are far below what a wrong operator or a swapped axis does.
/// </summary>
/// <param name="Pixels">Absolute, for centre and size.</param>
/// <param name="PixelShare">Relative to the value, added to <paramref name="Pixels"/>.</param>
/// <param name="Confidence">Absolute, for objectness and class scores.</param>
public sealed record ExportTolerance(double Pixels = 0.01, double PixelShare = 1e-3, double Confidence = 1e-4);
