using System.Collections.Immutable;

namespace Pruning.Yolo;

/// <summary>
/// One numbered layer of YOLOv5's tables. Widths and repeats are those of the large model; scales multiply them.
/// </summary>
internal abstract record YoloLayer
{
    /// <summary>Conv of the layer before.</summary>
    public sealed record Conv(int Width, int Kernel, int Stride, int? Padding = null) : YoloLayer;

    /// <summary>C3 of the layer before.</summary>
    public sealed record C3(int Width, int Repeats, bool Shortcut) : YoloLayer;

    /// <summary>SPPF of the layer before.</summary>
    public sealed record Sppf(int Width, int Kernel) : YoloLayer;

    /// <summary>The picture's 2x2 cells folded into channels, and a Conv of them: the stem before version 6.</summary>
    public sealed record Focus(int Width, int Kernel) : YoloLayer;

    /// <summary>SPP of the layer before: what SPPF was before version 6.</summary>
    public sealed record Spp(int Width, ImmutableArray<int> Kernels) : YoloLayer;

    /// <summary>The layer before, twice as large.</summary>
    public sealed record Upsample : YoloLayer;

    /// <summary>The layer before, then an earlier one, by number.</summary>
    public sealed record Concat(int With) : YoloLayer;

    /// <summary>The head, reading layers by number.</summary>
    public sealed record Detect(ImmutableArray<int> From) : YoloLayer;
}
