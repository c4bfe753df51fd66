using System.Collections.Immutable;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>Reads a node from what <see cref="NodeJsonWriter"/> wrote.</summary>
internal static class NodeJsonReader
{
    private const int LargestConstant = 1024;
    private const int MostInputs = 64;

    public static Node Parse(JsonFields fields)
    {
        var name = fields.Text("name");
        var inputs = fields.Strings("inputs", MostInputs);
        return fields.Text("op") switch
        {
            "input" => inputs.IsEmpty
                ? new InputNode(name, fields.Integer("channels", 1, 64))
                : throw fields.Wrong("inputs"),
            "convolution" => ParseConvolution(fields, name, Single(fields, inputs)),
            "batchNorm" => new BatchNormNode(
                name,
                Single(fields, inputs),
                fields.Number("epsilon", 0, 1),
                fields.Number("momentum", 0, 1)
            ),
            "activation" => new ActivationNode(name, Single(fields, inputs), ParseActivation(fields)),
            "add" => new AddNode(name, inputs),
            "concat" => new ConcatNode(name, inputs),
            "maxPool" => new MaxPoolNode(
                name,
                Single(fields, inputs),
                fields.Integer("kernel", 1, LargestConstant),
                fields.Integer("stride", 1, LargestConstant),
                fields.Integer("padding", 0, LargestConstant)
            ),
            "upsample" => new UpsampleNode(name, Single(fields, inputs), fields.Integer("factor", 1, 16)),
            "slice" => new SliceNode(
                name,
                Single(fields, inputs),
                fields.Integer("row", 0, 15),
                fields.Integer("column", 0, 15),
                fields.Integer("step", 1, 16)
            ),
            "detect" => ParseDetect(fields, name, inputs),
            _ => throw fields.Wrong("op"),
        };
    }

    private static ConvolutionNode ParseConvolution(JsonFields fields, string name, string input) =>
        new(
            name,
            input,
            fields.Extent("kernel", 1, LargestConstant),
            fields.Extent("stride", 1, LargestConstant),
            fields.Extent("padding", 0, LargestConstant),
            fields.Extent("dilation", 1, LargestConstant),
            fields.Integer("groups", 1, 1 << 20),
            fields.Flag("bias")
        );

    private static ActivationKind ParseActivation(JsonFields fields) =>
        Enum.GetValues<ActivationKind>()
            .Cast<ActivationKind?>()
            .FirstOrDefault(kind => kind.ToString() == fields.Text("kind"))
        ?? throw fields.Wrong("kind");

    private static DetectNode ParseDetect(JsonFields fields, string name, ImmutableArray<string> inputs)
    {
        var strides = fields.Integers("strides", 1, YoloHead.LargestStride);
        var anchors = fields
            .Array("anchors", MostInputs)
            .Select(level => Pairs(fields, fields.Floats(level, "anchors", 0, 1e7f)))
            .ToImmutableArray();
        if (
            inputs.IsEmpty
            || strides.Length != inputs.Length
            || anchors.Length != inputs.Length
            || anchors.Any(level => level.IsEmpty || level.Length != anchors[0].Length)
        )
            throw fields.Wrong("anchors");
        return new DetectNode(name, inputs, anchors, strides, fields.Integer("classes", 1, YoloHead.MostClasses));
    }

    private static ImmutableArray<Anchor> Pairs(JsonFields fields, ImmutableArray<float> sizes) =>
        sizes.Length % 2 == 0
            ? [.. sizes.Chunk(2).Select(pair => new Anchor(pair[0], pair[1]))]
            : throw fields.Wrong("anchors");

    private static string Single(JsonFields fields, ImmutableArray<string> inputs) =>
        inputs.Length == 1 ? inputs[0] : throw fields.Wrong("inputs");
}
