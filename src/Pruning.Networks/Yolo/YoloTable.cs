using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// A YOLOv5 architecture before scaling: its layers by number, as checkpoints name them, and its
/// head's anchors and strides in pixels.
/// </summary>
internal sealed record YoloTable(
    ImmutableArray<YoloLayer> Layers,
    ImmutableArray<int> Strides,
    ImmutableArray<ImmutableArray<Anchor>> Anchors
)
{
    /// <summary>Three levels, strides 8 to 32: the models n, s, m, l, x of versions 6 and 7.</summary>
    public static readonly YoloTable P5 = new(
        [
            new YoloLayer.Conv(64, 6, 2, 2), // 0, stride 2
            new YoloLayer.Conv(128, 3, 2), // 1, stride 4
            new YoloLayer.C3(128, 3, Shortcut: true), // 2
            new YoloLayer.Conv(256, 3, 2), // 3, stride 8
            new YoloLayer.C3(256, 6, Shortcut: true), // 4
            new YoloLayer.Conv(512, 3, 2), // 5, stride 16
            new YoloLayer.C3(512, 9, Shortcut: true), // 6
            new YoloLayer.Conv(1024, 3, 2), // 7, stride 32
            new YoloLayer.C3(1024, 3, Shortcut: true), // 8
            new YoloLayer.Sppf(1024, 5), // 9
            new YoloLayer.Conv(512, 1, 1), // 10
            new YoloLayer.Upsample(), // 11, stride 16
            new YoloLayer.Concat(6), // 12
            new YoloLayer.C3(512, 3, Shortcut: false), // 13
            new YoloLayer.Conv(256, 1, 1), // 14
            new YoloLayer.Upsample(), // 15, stride 8
            new YoloLayer.Concat(4), // 16
            new YoloLayer.C3(256, 3, Shortcut: false), // 17
            new YoloLayer.Conv(256, 3, 2), // 18, stride 16
            new YoloLayer.Concat(14), // 19
            new YoloLayer.C3(512, 3, Shortcut: false), // 20
            new YoloLayer.Conv(512, 3, 2), // 21, stride 32
            new YoloLayer.Concat(10), // 22
            new YoloLayer.C3(1024, 3, Shortcut: false), // 23
            new YoloLayer.Detect([17, 20, 23]), // 24
        ],
        [8, 16, 32],
        [Level(10, 13, 16, 30, 33, 23), Level(30, 61, 62, 45, 59, 119), Level(116, 90, 156, 198, 373, 326)]
    );

    /// <summary>Four levels, strides 8 to 64: the models n6 to x6.</summary>
    public static readonly YoloTable P6 = new(
        [
            new YoloLayer.Conv(64, 6, 2, 2), // 0, stride 2
            new YoloLayer.Conv(128, 3, 2), // 1, stride 4
            new YoloLayer.C3(128, 3, Shortcut: true), // 2
            new YoloLayer.Conv(256, 3, 2), // 3, stride 8
            new YoloLayer.C3(256, 6, Shortcut: true), // 4
            new YoloLayer.Conv(512, 3, 2), // 5, stride 16
            new YoloLayer.C3(512, 9, Shortcut: true), // 6
            new YoloLayer.Conv(768, 3, 2), // 7, stride 32
            new YoloLayer.C3(768, 3, Shortcut: true), // 8
            new YoloLayer.Conv(1024, 3, 2), // 9, stride 64
            new YoloLayer.C3(1024, 3, Shortcut: true), // 10
            new YoloLayer.Sppf(1024, 5), // 11
            new YoloLayer.Conv(768, 1, 1), // 12
            new YoloLayer.Upsample(), // 13, stride 32
            new YoloLayer.Concat(8), // 14
            new YoloLayer.C3(768, 3, Shortcut: false), // 15
            new YoloLayer.Conv(512, 1, 1), // 16
            new YoloLayer.Upsample(), // 17, stride 16
            new YoloLayer.Concat(6), // 18
            new YoloLayer.C3(512, 3, Shortcut: false), // 19
            new YoloLayer.Conv(256, 1, 1), // 20
            new YoloLayer.Upsample(), // 21, stride 8
            new YoloLayer.Concat(4), // 22
            new YoloLayer.C3(256, 3, Shortcut: false), // 23
            new YoloLayer.Conv(256, 3, 2), // 24, stride 16
            new YoloLayer.Concat(20), // 25
            new YoloLayer.C3(512, 3, Shortcut: false), // 26
            new YoloLayer.Conv(512, 3, 2), // 27, stride 32
            new YoloLayer.Concat(16), // 28
            new YoloLayer.C3(768, 3, Shortcut: false), // 29
            new YoloLayer.Conv(768, 3, 2), // 30, stride 64
            new YoloLayer.Concat(12), // 31
            new YoloLayer.C3(1024, 3, Shortcut: false), // 32
            new YoloLayer.Detect([23, 26, 29, 32]), // 33
        ],
        [8, 16, 32, 64],
        [
            Level(19, 27, 44, 40, 38, 94),
            Level(96, 68, 86, 152, 180, 137),
            Level(140, 301, 303, 264, 238, 542),
            Level(436, 615, 739, 380, 925, 792),
        ]
    );

    /// <summary>
    /// Three levels in versions 4 and 5: a stem of folded pixels, and pooling before the last C3 of the backbone instead
    /// of after it.
    /// </summary>
    public static readonly YoloTable FocusP5 = P5 with
    {
        Layers =
        [
            new YoloLayer.Focus(64, 3), // 0, stride 2
            new YoloLayer.Conv(128, 3, 2), // 1, stride 4
            new YoloLayer.C3(128, 3, Shortcut: true), // 2
            new YoloLayer.Conv(256, 3, 2), // 3, stride 8
            new YoloLayer.C3(256, 9, Shortcut: true), // 4
            new YoloLayer.Conv(512, 3, 2), // 5, stride 16
            new YoloLayer.C3(512, 9, Shortcut: true), // 6
            new YoloLayer.Conv(1024, 3, 2), // 7, stride 32
            new YoloLayer.Spp(1024, [5, 9, 13]), // 8
            new YoloLayer.C3(1024, 3, Shortcut: false), // 9
            .. P5.Layers.Skip(10),
        ],
    };

    /// <summary>Four levels in version 5; likewise.</summary>
    public static readonly YoloTable FocusP6 = P6 with
    {
        Layers =
        [
            new YoloLayer.Focus(64, 3), // 0, stride 2
            new YoloLayer.Conv(128, 3, 2), // 1, stride 4
            new YoloLayer.C3(128, 3, Shortcut: true), // 2
            new YoloLayer.Conv(256, 3, 2), // 3, stride 8
            new YoloLayer.C3(256, 9, Shortcut: true), // 4
            new YoloLayer.Conv(512, 3, 2), // 5, stride 16
            new YoloLayer.C3(512, 9, Shortcut: true), // 6
            new YoloLayer.Conv(768, 3, 2), // 7, stride 32
            new YoloLayer.C3(768, 3, Shortcut: true), // 8
            new YoloLayer.Conv(1024, 3, 2), // 9, stride 64
            new YoloLayer.Spp(1024, [3, 5, 7]), // 10
            new YoloLayer.C3(1024, 3, Shortcut: false), // 11
            .. P6.Layers.Skip(12),
        ],
    };

    /// <summary>Numbers of the C3 layers.</summary>
    public IEnumerable<int> C3Layers => Enumerable.Range(0, Layers.Length).Where(i => Layers[i] is YoloLayer.C3);

    private static ImmutableArray<Anchor> Level(params int[] sizes) =>
        [.. sizes.Chunk(2).Select(pair => new Anchor(pair[0], pair[1]))];
}
