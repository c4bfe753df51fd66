using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx.Schema;
using static Pruning.Onnx.OnnxGraphBuilder;

namespace Pruning.Onnx.Suppression;

/// <summary>
/// Non-maximum suppression as operators behind the raw boxes: the arithmetic of <see cref="NonMaximumSuppression"/>,
/// operation by operation, with ONNX's NonMaxSuppression for the removal itself. Classes lie apart by an offset, so it
/// sees one class.
/// </summary>
internal sealed class SuppressionNodes(OnnxGraphBuilder builder, SuppressionOptions options)
{
    private const string P = SuppressionNames.Prefix;

    /// <param name="rows">The name of <c>[1, N, 5 + C]</c>.</param>
    /// <param name="columns">5 + C.</param>
    public void Write(string rows, int columns)
    {
        var flat = Reshape("rows", rows, -1, columns); // [N, 5+C]
        var objectness = Part(flat, "objectness", HeadColumns.Objectness, HeadColumns.Objectness + 1);
        var scores = Part(flat, "scores", HeadColumns.Objectness + 1, columns);
        var products = builder.Operator("Mul", P + "products", [scores, objectness]); // [N, C]
        AttributeProto[] best = [Attribute("axis", 1L), Attribute("keepdims", 1L)];
        var index = builder.Operator("ArgMax", P + "best", [products], best); // [N, 1]
        var confidence = builder.Operator(
            "GatherElements",
            P + "best.confidence",
            [products, index],
            [Attribute("axis", 1L)]
        ); // [N, 1]
        var kind = builder.Operator(
            "Cast",
            P + "best.class",
            [index],
            [Attribute("to", (long)TensorProto.Types.DataType.Float)]
        ); // [N, 1]
        var corners = Corners(flat); // [N, 4]
        var chosen = Chosen(corners, kind, confidence); // [K]
        var table = builder.Operator("Concat", P + "table", [corners, confidence, kind], [Attribute("axis", 1L)]); // [N, 6]
        Bounded(builder.Operator("Gather", P + "chosen", [table, chosen], [Attribute("axis", 0L)]));
    }

    private string Corners(string flat)
    {
        var centres = Part(flat, "centres", HeadColumns.CentreX, HeadColumns.CentreY + 1);
        var sizes = Part(flat, "sizes", HeadColumns.Width, HeadColumns.Height + 1);
        var halves = builder.Operator("Mul", P + "halves", [sizes, builder.Constant(P + "half", [0.5f], 1)]);
        return builder.Operator(
            "Concat",
            P + "corners",
            [
                builder.Operator("Sub", P + "left_top", [centres, halves]),
                builder.Operator("Add", P + "right_bottom", [centres, halves]),
            ],
            [Attribute("axis", 1L)]
        );
    }

    // Rows, the surest first.
    private string Chosen(string corners, string kind, string confidence)
    {
        var offsets = builder.Operator(
            "Mul",
            P + "offsets",
            [kind, builder.Constant(SuppressionNames.ClassOffset, [NonMaximumSuppression.ClassOffset], 1)]
        );
        var apart = builder.Operator("Add", P + "apart", [corners, offsets]);
        var selected = builder.Operator(
            "NonMaxSuppression",
            P + "selected",
            [
                Reshape("boxes", apart, 1, -1, HeadColumns.Box),
                Reshape("confidences", confidence, 1, 1, -1),
                // Left out, it would be 0, and nothing kept.
                builder.Constant(P + "most", options.MaximumDetections),
                builder.Constant(SuppressionNames.Overlap, [(float)options.Iou], 1),
                builder.Constant(SuppressionNames.Confidence, [options.Confidence], 1),
            ]
        ); // [K, 3]: picture, class, row
        return Reshape("index", Part(selected, "selected.rows", 2, 3), -1);
    }

    // As many rows whatever is found: zeros behind.
    private void Bounded(string chosen)
    {
        var most = options.MaximumDetections;
        var zeros = builder.Operator(
            "ConstantOfShape",
            P + "zeros",
            [builder.Constant(P + "zeros.shape", most, SuppressionNames.Columns)]
        );
        var filled = builder.Operator("Concat", P + "filled", [chosen, zeros], [Attribute("axis", 0L)]);
        var bounded = builder.Operator(
            "Slice",
            P + "bounded",
            [
                filled,
                builder.Constant(P + "bounded.from", 0),
                builder.Constant(P + "bounded.to", most),
                builder.Constant(P + "bounded.axis", 0),
            ]
        );
        Reshape("detections", bounded, SuppressionNames.Output, 1, most, SuppressionNames.Columns);
    }

    private string Part(string table, string name, int from, int to) =>
        builder.Operator(
            "Slice",
            P + name,
            [
                table,
                builder.Constant($"{P}{name}.from", from),
                builder.Constant($"{P}{name}.to", to),
                builder.Constant(P + "columns.axis", 1),
            ]
        );

    private string Reshape(string name, string input, params ReadOnlySpan<long> shape) =>
        Reshape(name, input, P + name, shape);

    private string Reshape(string name, string input, string output, params ReadOnlySpan<long> shape) =>
        builder.Operator("Reshape", P + name, [input, builder.Constant($"{P}{name}.shape", shape)], output: output);
}
