using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>The facts of YOLOv5's detection head as checkpoints store them.</summary>
internal static class YoloHead
{
    public const int MostClasses = 10_000;
    public const int LargestStride = 1024;

    /// <summary>Strides in pixels from a tensor of one value a level.</summary>
    public static ImmutableArray<int> StridesFrom(Parameter tensor)
    {
        if (
            tensor.Shape.Length != 1
            || tensor.Values.Any(value => !(value is >= 1 and <= LargestStride) || value != MathF.Floor(value))
        )
            throw Broken($"its strides are [{string.Join(", ", tensor.Values.Take(8))}]");
        return [.. tensor.Values.Select(value => (int)value)];
    }

    /// <summary>Anchors in pixels from a tensor <c>[levels, anchors, 2]</c> in units of each level's stride.</summary>
    public static ImmutableArray<ImmutableArray<Anchor>> AnchorsFrom(Parameter tensor, ImmutableArray<int> strides)
    {
        if (tensor.Shape is not [var levels, var anchors, 2] || levels != strides.Length)
            throw Broken($"its anchors are of shape [{string.Join(", ", tensor.Shape)}] for {strides.Length} levels");
        if (tensor.Values.Any(value => !(value is > 0 and < 1e4f)))
            throw Broken("an anchor is not a positive size");
        return [.. Enumerable.Range(0, levels).Select(level => LevelOf(tensor.Values, level, anchors, strides[level]))];
    }

    private static ImmutableArray<Anchor> LevelOf(float[] values, int level, int anchors, int stride) =>
        [
            .. Enumerable
                .Range(level * anchors, anchors)
                .Select(i => new Anchor(values[2 * i] * stride, values[(2 * i) + 1] * stride)),
        ];

    private static PruneException Broken(string what) =>
        new(
            Codes.InconsistentNetwork,
            $"The detection head contradicts itself: {what}. Boxes could not be decoded; write the file again "
                + $"from its source."
        );
}
