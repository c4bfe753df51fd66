using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>A YOLOv5 architecture before scaling: its layers, and its head's anchors and strides in pixels.</summary>
internal sealed record YoloTable(
    ImmutableArray<YoloLayer> Layers,
    ImmutableArray<int> Strides,
    ImmutableArray<ImmutableArray<Anchor>> Anchors
)
{
    /// <summary>Three levels, strides 8 to 32: the models n, s, m, l, x of versions 6 and 7.</summary>
    public static readonly YoloTable P5 = new(
        [
            .. Backbone(256, 512, 1024),
            .. UpPath((512, 6), (256, 4)),
            .. DownPath((256, 14, 512), (512, 10, 1024)),
            Head(17, 20, 23),
        ],
        [8, 16, 32],
        [Level(10, 13, 16, 30, 33, 23), Level(30, 61, 62, 45, 59, 119), Level(116, 90, 156, 198, 373, 326)]
    );

    /// <summary>Four levels, strides 8 to 64: the models n6 to x6.</summary>
    public static readonly YoloTable P6 = new(
        [
            .. Backbone(256, 512, 768, 1024),
            .. UpPath((768, 8), (512, 6), (256, 4)),
            .. DownPath((256, 20, 512), (512, 16, 768), (768, 12, 1024)),
            Head(23, 26, 29, 32),
        ],
        [8, 16, 32, 64],
        [
            Level(19, 27, 44, 40, 38, 94),
            Level(96, 68, 86, 152, 180, 137),
            Level(140, 301, 303, 264, 238, 542),
            Level(436, 615, 739, 380, 925, 792),
        ]
    );

    /// <summary>Three levels in versions 4 and 5.</summary>
    public static readonly YoloTable FocusP5 = P5 with
    {
        Layers = [.. FocusBackbone([5, 9, 13], 256, 512, 1024), .. P5.Layers.Skip(10)],
    };

    /// <summary>Four levels in version 5.</summary>
    public static readonly YoloTable FocusP6 = P6 with
    {
        Layers = [.. FocusBackbone([3, 5, 7], 256, 512, 768, 1024), .. P6.Layers.Skip(12)],
    };

    /// <summary>Numbers of the C3 layers.</summary>
    public IEnumerable<int> C3Layers => Enumerable.Range(0, Layers.Length).Where(i => Layers[i] is YoloLayer.C3);

    /// <summary>
    /// A stem and one halving a width, each followed by C3 blocks (3, then 6, 9, and 3 from there on), closed by SPPF.
    /// </summary>
    private static IEnumerable<YoloLayer> Backbone(params int[] widths)
    {
        yield return new YoloLayer.Conv(64, 6, 2, 2);
        yield return new YoloLayer.Conv(128, 3, 2);
        yield return new YoloLayer.C3(128, 3, Shortcut: true);
        for (var i = 0; i < widths.Length; i++)
        {
            yield return new YoloLayer.Conv(widths[i], 3, 2);
            yield return new YoloLayer.C3(
                widths[i],
                i switch
                {
                    0 => 6,
                    1 => 9,
                    _ => 3,
                },
                Shortcut: true
            );
        }

        yield return new YoloLayer.Sppf(widths[^1], 5);
    }

    /// <summary>
    /// A stem of folded pixels, then as <see cref="Backbone"/>, with pooling before the last C3 instead of after it.
    /// </summary>
    private static IEnumerable<YoloLayer> FocusBackbone(int[] pools, params int[] widths)
    {
        yield return new YoloLayer.Focus(64, 3);
        yield return new YoloLayer.Conv(128, 3, 2);
        yield return new YoloLayer.C3(128, 3, Shortcut: true);
        for (var i = 0; i < widths.Length - 1; i++)
        {
            yield return new YoloLayer.Conv(widths[i], 3, 2);
            yield return new YoloLayer.C3(widths[i], i < 2 ? 9 : 3, Shortcut: true);
        }

        yield return new YoloLayer.Conv(widths[^1], 3, 2);
        yield return new YoloLayer.Spp(widths[^1], [.. pools]);
        yield return new YoloLayer.C3(widths[^1], 3, Shortcut: false);
    }

    /// <summary>Deep to shallow: reduce, enlarge, join with the backbone's map of that size, mix.</summary>
    private static IEnumerable<YoloLayer> UpPath(params (int Width, int With)[] steps)
    {
        foreach (var (width, with) in steps)
        {
            yield return new YoloLayer.Conv(width, 1, 1);
            yield return new YoloLayer.Upsample();
            yield return new YoloLayer.Concat(with);
            yield return new YoloLayer.C3(width, 3, Shortcut: false);
        }
    }

    /// <summary>Shallow to deep: halve, join with the reduced map of the way up, mix.</summary>
    private static IEnumerable<YoloLayer> DownPath(params (int Width, int With, int Mixed)[] steps)
    {
        foreach (var (width, with, mixed) in steps)
        {
            yield return new YoloLayer.Conv(width, 3, 2);
            yield return new YoloLayer.Concat(with);
            yield return new YoloLayer.C3(mixed, 3, Shortcut: false);
        }
    }

    private static YoloLayer.Detect Head(params int[] from) => new([.. from]);

    private static ImmutableArray<Anchor> Level(params int[] sizes) =>
        [.. sizes.Chunk(2).Select(pair => new Anchor(pair[0], pair[1]))];
}
