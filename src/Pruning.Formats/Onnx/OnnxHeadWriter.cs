using Pruning.Graphs;
using Pruning.Yolo.Heads;
using static Pruning.Onnx.OnnxGraphBuilder;

namespace Pruning.Onnx;

/// <summary>
/// Writes the detection head's decoding, as <see cref="BoxDecoding"/> says; objectness and class scores are p. Grids
/// and anchors are constants of the image size. Values are decoded before the transposition, where rows are contiguous,
/// with the constant factors merged: strides are powers of two, so nothing rounds differently.
/// </summary>
internal sealed class OnnxHeadWriter(DetectNode head, OnnxExportOptions options, OnnxGraphBuilder builder)
{
    /// <param name="maps">The levels' maps, <c>[B, A * (5 + C), H, W]</c> each.</param>
    /// <returns>The name of <c>[B, N, 5 + C]</c>.</returns>
    public string Write(IEnumerable<string> maps, IReadOnlyDictionary<string, FeatureShape> shapes, string output)
    {
        var levels = maps.Select((map, level) => Level(level, map, shapes[head.Inputs[level]])).ToArray();
        return builder.Operator("Concat", head.Name, levels, [Attribute("axis", 1L)], output);
    }

    private string Level(int level, string map, FeatureShape shape)
    {
        var name = FormattableString.Invariant($"{head.Name}.{level}");
        var cells = shape.Height * shape.Width;
        var apart = builder.Operator(
            "Reshape",
            $"{name}.apart",
            [map, builder.Constant($"{name}.apart.shape", 0, head.AnchorsPerLevel, head.Columns, cells)]
        ); // [B, A, 5+C, H*W]
        var probabilities = builder.Operator("Sigmoid", $"{name}.sigmoid", [apart]);
        var (centres, sizes, scores) = Split(name, probabilities);
        var decoded = builder.Operator(
            "Concat",
            $"{name}.decoded",
            [Centres(level, name, centres, shape), Sizes(level, name, sizes), scores],
            [Attribute("axis", 2L)]
        ); // [B, A, 5+C, H*W]
        var rows = builder.Operator("Transpose", $"{name}.rows", [decoded], [Attribute("perm", 0, 1, 3, 2)]); // [B, A, H*W, 5+C]
        return builder.Operator(
            "Reshape",
            $"{name}.flat",
            [rows, builder.Constant($"{name}.flat.shape", 0, (long)head.AnchorsPerLevel * cells, head.Columns)]
        ); // [B, A*H*W, 5+C]
    }

    private (string Centres, string Sizes, string Scores) Split(string name, string input)
    {
        long[] lengths = [HeadColumns.Directions, HeadColumns.Directions, head.Columns - HeadColumns.Objectness];
        string[] parts = [$"{name}.centres", $"{name}.sizes", $"{name}.scores"];
        var axis = Attribute("axis", 2L);
        if (options.Opset >= 13)
            builder.Operator(
                "Split",
                $"{name}.split",
                [input, builder.Constant($"{head.Name}.split.lengths", lengths)],
                parts,
                [axis]
            );
        else
            builder.Operator("Split", $"{name}.split", [input], parts, [axis, Attribute("split", lengths)]);
        return (parts[0], parts[1], parts[2]);
    }

    private string Centres(int level, string name, string input, FeatureShape shape)
    {
        float stride = head.Strides[level];
        var scaled = builder.Operator(
            "Mul",
            $"{name}.centres.scaled",
            [input, builder.Constant($"{name}.centres.scale", [BoxDecoding.CentreReach * stride], 1)]
        );
        var grid = Grid(shape, stride); // [1, 1, 2, H*W]
        return builder.Operator(
            "Add",
            $"{name}.centres.pixels",
            [scaled, builder.Constant($"{name}.grid", grid, 1, 1, 2, grid.Length / 2)]
        );
    }

    private string Sizes(int level, string name, string input)
    {
        // [1, A, 2, 1], times the 4 of (2 p)²
        float[] anchors =
        [
            .. head.Anchors[level]
                .SelectMany(anchor =>
                    new[] { BoxDecoding.LargestRatio * anchor.Width, BoxDecoding.LargestRatio * anchor.Height }
                ),
        ];
        var squared = builder.Operator("Mul", $"{name}.sizes.squared", [input, input]);
        return builder.Operator(
            "Mul",
            $"{name}.sizes.pixels",
            [squared, builder.Constant($"{name}.anchors", anchors, 1, head.AnchorsPerLevel, 2, 1)]
        );
    }

    /// <summary>Where the centres of every cell begin, in pixels: x of all, then y.</summary>
    private static float[] Grid(FeatureShape shape, float stride)
    {
        var cells = shape.Height * shape.Width;
        var grid = new float[2 * cells];
        for (var cell = 0; cell < cells; cell++)
        {
            grid[cell] = BoxDecoding.Start(cell % shape.Width) * stride;
            grid[cells + cell] = BoxDecoding.Start(cell / shape.Width) * stride;
        }

        return grid;
    }
}
