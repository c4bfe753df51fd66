using Pruning.Graphs;
using Pruning.Onnx.Schema;
using static Pruning.Onnx.OnnxGraphBuilder;

namespace Pruning.Onnx;

/// <summary>
/// A model whose network looks at fewer pixels than the model takes: the file reduces the picture before the first
/// layer, bilinearly with pixel centres that match (<c>half_pixel</c>), and scales the boxes back to pixels of its
/// input. What a program feeds it and reads from it stays the same.
/// </summary>
internal static class OnnxResolution
{
    /// <summary>The operator that reduces the picture, and the value that it gives.</summary>
    public const string Picture = "images.reduced";

    /// <summary>The operator that scales the boxes back.</summary>
    public const string Boxes = "boxes.enlarged";

    /// <returns>The name of <c>[B, 3, R, R]</c>.</returns>
    public static string Reduce(OnnxGraphBuilder builder, OnnxExportOptions options) =>
        builder.Resize(
            Picture,
            OnnxExporter.InputName,
            ShareOf(options.NetworkSize, options.ImageSize),
            options.Opset,
            [Attribute("coordinate_transformation_mode", "half_pixel"), Attribute("mode", "linear")]
        );

    /// <param name="boxes"><c>[B, N, 5 + C]</c> in pixels of the reduced picture.</param>
    /// <param name="columns">5 + C.</param>
    /// <param name="output">The name of the same in pixels of the input.</param>
    public static string Enlarge(
        OnnxGraphBuilder builder,
        OnnxExportOptions options,
        string boxes,
        int columns,
        string output
    )
    {
        var scales = new float[columns];
        Array.Fill(scales, 1f);
        Array.Fill(scales, (float)options.ImageSize / options.NetworkSize, 0, HeadColumns.Box);
        return builder.Operator(
            "Mul",
            Boxes,
            [boxes, builder.Constant($"{Boxes}.scales", scales, columns)],
            output: output
        );
    }

    /// <summary>A file of ours as if its network took the reduced picture itself; any other as it is.</summary>
    /// <returns>The side of that picture in pixels; null where nothing is reduced.</returns>
    public static int? Unwrap(ModelProto model)
    {
        var (picture, boxes) = (Find(model, "Resize", Picture), Find(model, "Mul", Boxes));
        if (
            model.ProducerName != OnnxMetadata.ProducerName
            || picture is null
            || boxes is null
            || model.Graph.Input is not [{ Type.TensorType.Shape.Dim: [_, _, var height, var width] } input]
        )
            return null;
        var scales = new OnnxConstants(model.Graph, "").NumbersOf($"{Picture}.scales");
        if (scales is not [_, _, var share, _] || !(share is > 0 and < 1))
            return null;
        var size = (int)Math.Floor(share * height.DimValue);
        height.DimValue = width.DimValue = size;
        model.Graph.Node.Remove(picture);
        model.Graph.Node.Remove(boxes);
        foreach (var node in model.Graph.Node)
        {
            Rename(node.Input, picture.Output[0], input.Name);
            Rename(node.Output, boxes.Input[0], boxes.Output[0]);
        }

        return size;
    }

    private static NodeProto? Find(ModelProto model, string type, string name) =>
        model.Graph.Node.FirstOrDefault(node =>
            node.OpType == type && node.Name == name && node.Input.Count > 1 && node.Output.Count == 1
        );

    private static void Rename(Google.Protobuf.Collections.RepeatedField<string> values, string from, string to)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] == from)
                values[i] = to;
        }
    }

    // The side times it is rounded down, by the runtime in 32 bits and by whoever infers shapes in 64: the nearest
    // float may be a little too small for either.
    private static float ShareOf(int reduced, int whole)
    {
        var share = (float)reduced / whole;
        while ((int)(share * whole) < reduced || (int)((double)share * whole) < reduced)
            share = MathF.BitIncrement(share);
        return share;
    }
}
