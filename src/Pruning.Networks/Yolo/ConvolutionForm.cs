using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// How YOLOv5's Conv block (convolution, batch norm, activation) is configured; channel counts are the parameters'
/// affair.
/// </summary>
/// <param name="Norm">The batch norm, or null where it has been folded into the convolution.</param>
/// <param name="Activation">Null for none.</param>
internal sealed record ConvolutionForm(
    Extent Kernel,
    Extent Stride,
    Extent Padding,
    Extent Dilation,
    int Groups,
    bool HasBias,
    NormForm? Norm,
    ActivationKind? Activation
)
{
    /// <summary>YOLOv5's usual: square, padded to keep the size at stride 1, normalised, SiLU.</summary>
    public static ConvolutionForm Standard(int kernel, int stride = 1, int? padding = null, bool folded = false) =>
        new(
            Extent.Square(kernel),
            Extent.Square(stride),
            Extent.Square(padding ?? kernel / 2),
            Extent.Square(1),
            1,
            HasBias: folded,
            folded ? null : NormForm.Standard,
            ActivationKind.SiLU
        );
}

/// <summary>A batch norm's constants.</summary>
internal sealed record NormForm(double Epsilon, double Momentum)
{
    /// <summary>YOLOv5's: 1e-3 and 0.03, not torch's defaults.</summary>
    public static readonly NormForm Standard = new(1e-3, 0.03);
}
