using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Onnx;

/// <summary>How a network becomes an ONNX file.</summary>
/// <param name="ImageSize">Side of the square input in pixels; a multiple of the network's largest stride.</param>
/// <param name="Opset">ONNX operator set, <see cref="MinimumOpset"/> to <see cref="MaximumOpset"/>.</param>
/// <param name="DynamicBatch">Leaves the batch open; otherwise the file takes one picture at a time.</param>
public sealed record OnnxExportOptions(
    int ImageSize,
    int Opset = OnnxExportOptions.DefaultOpset,
    bool DynamicBatch = false
)
{
    public const int DefaultOpset = 17;

    /// <summary>The first one in which every operator that we emit has its present meaning.</summary>
    public const int MinimumOpset = 12;

    /// <summary>The last one that this exporter is tested with.</summary>
    public const int MaximumOpset = 21;

    /// <summary>
    /// The largest side that is taken, in pixels: beyond it a slip of the hand is likelier than a wish.
    /// </summary>
    public const int MaximumImageSize = 8192;

    /// <summary>
    /// Side in pixels at which the network looks at the picture, where that is less than <see cref="ImageSize"/>: the
    /// file then reduces the picture itself. A multiple of the largest stride.
    /// </summary>
    public int? Resolution { get; init; }

    /// <summary>Side of what the network's first layer reads, in pixels.</summary>
    public int NetworkSize => Resolution ?? ImageSize;

    /// <summary>
    /// The same for a network that looks at so many pixels; null, or the whole image, reduces nothing.
    /// </summary>
    public OnnxExportOptions SeenAt(int? pixels) => this with { Resolution = pixels < ImageSize ? pixels : null };

    /// <exception cref="PruneException">PRUNE6001, PRUNE6002.</exception>
    internal void Check(int stride)
    {
        if (Opset is < MinimumOpset or > MaximumOpset)
            throw new PruneException(
                Codes.OpsetOutOfRange,
                $"ONNX opset {Opset} cannot be written. Runtimes refuse or misread operators of a set that the "
                    + $"file does not declare. Choose {MinimumOpset} to {MaximumOpset}; {DefaultOpset} suits most "
                    + $"runtimes."
            );
        if (ImageSize > MaximumImageSize || !StrideFit.Fits(ImageSize, stride))
            throw new PruneException(
                Codes.ImageSizeDoesNotFit,
                $"Image size {ImageSize} does not fit the network, whose largest stride is {stride}. Its feature "
                    + $"maps would not line up. Choose a multiple of {stride} up to {MaximumImageSize}, for example "
                    + $"{Nearest(stride)}."
            );
        if (Resolution is { } resolution && (resolution >= ImageSize || !StrideFit.Fits(resolution, stride)))
            throw new PruneException(
                Codes.ImageSizeDoesNotFit,
                $"Resolution {resolution} does not fit the network, whose largest stride is {stride}, in a model "
                    + $"for pictures of {ImageSize} pixels. A model can reduce its pictures to a smaller multiple of "
                    + $"the stride only. Choose one, or leave the resolution out."
            );
    }

    private int Nearest(int stride)
    {
        var wanted = Math.Clamp(ImageSize, stride, MaximumImageSize);
        return Math.Min((wanted + stride - 1) / stride * stride, MaximumImageSize / stride * stride);
    }
}
