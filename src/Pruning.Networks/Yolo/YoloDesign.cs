using System.Collections.Immutable;

namespace Pruning.Yolo;

/// <summary>A table with everything chosen that YOLOv5's scales choose.</summary>
/// <param name="Widths">Output channels a layer; 0 for layers that have none of their own.</param>
/// <param name="Repeats">Bottlenecks a layer; 0 where there are none.</param>
internal sealed record YoloDesign(YoloTable Table, ImmutableArray<int> Widths, ImmutableArray<int> Repeats)
{
    /// <param name="depth">Multiplies repeats, which are rounded half to even and at least 1.</param>
    /// <param name="width">Multiplies channel counts, which are rounded up to a multiple of 8.</param>
    public static YoloDesign Scale(YoloTable table, double depth, double width) =>
        new(
            table,
            [.. table.Layers.Select(layer => ScaleWidth(WidthOf(layer), width))],
            [
                .. table.Layers.Select(layer =>
                    layer is YoloLayer.C3 c3
                        ? Math.Max((int)Math.Round(c3.Repeats * depth, MidpointRounding.ToEven), 1)
                        : 0
                ),
            ]
        );

    private static int ScaleWidth(int channels, double width) => (int)Math.Ceiling(channels * width / 8) * 8;

    private static int WidthOf(YoloLayer layer) =>
        layer switch
        {
            YoloLayer.Conv conv => conv.Width,
            YoloLayer.C3 c3 => c3.Width,
            YoloLayer.Sppf sppf => sppf.Width,
            YoloLayer.Focus focus => focus.Width,
            YoloLayer.Spp spp => spp.Width,
            _ => 0,
        };
}
