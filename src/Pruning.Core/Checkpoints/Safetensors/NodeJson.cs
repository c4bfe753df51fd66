using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>One node as JSON.</summary>
internal static class NodeJson
{
    private const int LargestConstant = 1024;
    private const int MostInputs = 64;

    public static void Write(Utf8JsonWriter writer, Node node)
    {
        writer.WriteStartObject();
        writer.WriteString("op", OperationOf(node));
        writer.WriteString("name", node.Name);
        writer.WriteStartArray("inputs");
        foreach (var input in node.Inputs)
            writer.WriteStringValue(input);
        writer.WriteEndArray();
        WriteConstants(writer, node);
        writer.WriteEndObject();
    }

    public static Node Parse(JsonFields fields)
    {
        var name = fields.Text("name");
        var inputs = fields.Strings("inputs", MostInputs);
        return fields.Text("op") switch
        {
            "input" => inputs.IsEmpty ? new InputNode(name, fields.Integer("channels", 1, 64)) : throw fields.Wrong("inputs"),
            "convolution" => ParseConvolution(fields, name, Single(fields, inputs)),
            "batchNorm" => new BatchNormNode(name, Single(fields, inputs), fields.Number("epsilon", 0, 1), fields.Number("momentum", 0, 1)),
            "activation" => new ActivationNode(name, Single(fields, inputs), ParseActivation(fields)),
            "add" => new AddNode(name, inputs),
            "concat" => new ConcatNode(name, inputs),
            "maxPool" => new MaxPoolNode(name, Single(fields, inputs), fields.Integer("kernel", 1, LargestConstant), fields.Integer("stride", 1, LargestConstant), fields.Integer("padding", 0, LargestConstant)),
            "upsample" => new UpsampleNode(name, Single(fields, inputs), fields.Integer("factor", 1, 16)),
            "slice" => new SliceNode(name, Single(fields, inputs), fields.Integer("row", 0, 15), fields.Integer("column", 0, 15), fields.Integer("step", 1, 16)),
            "detect" => ParseDetect(fields, name, inputs),
            _ => throw fields.Wrong("op"),
        };
    }

    private static string OperationOf(Node node) => node switch
    {
        InputNode => "input",
        ConvolutionNode => "convolution",
        BatchNormNode => "batchNorm",
        ActivationNode => "activation",
        AddNode => "add",
        ConcatNode => "concat",
        MaxPoolNode => "maxPool",
        UpsampleNode => "upsample",
        SliceNode => "slice",
        DetectNode => "detect",
        _ => throw new InvalidOperationException($"No JSON form is known for {node.GetType().Name}."),
    };

    private static void WriteConstants(Utf8JsonWriter writer, Node node)
    {
        switch (node)
        {
            case InputNode input:
                writer.WriteNumber("channels", input.Channels);
                break;
            case ConvolutionNode convolution:
                WriteExtent(writer, "kernel", convolution.Kernel);
                WriteExtent(writer, "stride", convolution.Stride);
                WriteExtent(writer, "padding", convolution.Padding);
                WriteExtent(writer, "dilation", convolution.Dilation);
                writer.WriteNumber("groups", convolution.Groups);
                writer.WriteBoolean("bias", convolution.HasBias);
                break;
            case BatchNormNode norm:
                writer.WriteNumber("epsilon", norm.Epsilon);
                writer.WriteNumber("momentum", norm.Momentum);
                break;
            case ActivationNode activation:
                writer.WriteString("kind", activation.Kind.ToString());
                break;
            case MaxPoolNode pool:
                writer.WriteNumber("kernel", pool.Kernel);
                writer.WriteNumber("stride", pool.Stride);
                writer.WriteNumber("padding", pool.Padding);
                break;
            case UpsampleNode up:
                writer.WriteNumber("factor", up.Factor);
                break;
            case SliceNode slice:
                writer.WriteNumber("row", slice.RowOffset);
                writer.WriteNumber("column", slice.ColumnOffset);
                writer.WriteNumber("step", slice.Step);
                break;
            case DetectNode detect:
                WriteDetect(writer, detect);
                break;
        }
    }

    private static void WriteExtent(Utf8JsonWriter writer, string name, Extent extent)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(extent.Height);
        writer.WriteNumberValue(extent.Width);
        writer.WriteEndArray();
    }

    private static void WriteDetect(Utf8JsonWriter writer, DetectNode detect)
    {
        writer.WriteNumber("classes", detect.ClassCount);
        writer.WriteStartArray("strides");
        foreach (var stride in detect.Strides)
            writer.WriteNumberValue(stride);
        writer.WriteEndArray();
        writer.WriteStartArray("anchors");
        foreach (var level in detect.Anchors)
        {
            writer.WriteStartArray();
            foreach (var anchor in level)
            {
                writer.WriteNumberValue(anchor.Width);
                writer.WriteNumberValue(anchor.Height);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static ConvolutionNode ParseConvolution(JsonFields fields, string name, string input) => new(
        name,
        input,
        fields.Extent("kernel", 1, LargestConstant),
        fields.Extent("stride", 1, LargestConstant),
        fields.Extent("padding", 0, LargestConstant),
        fields.Extent("dilation", 1, LargestConstant),
        fields.Integer("groups", 1, 1 << 20),
        fields.Flag("bias"));

    private static ActivationKind ParseActivation(JsonFields fields) =>
        Enum.GetValues<ActivationKind>().Cast<ActivationKind?>().FirstOrDefault(kind => kind.ToString() == fields.Text("kind")) ?? throw fields.Wrong("kind");

    private static DetectNode ParseDetect(JsonFields fields, string name, ImmutableArray<string> inputs)
    {
        var strides = fields.Integers("strides", 1, YoloHead.LargestStride);
        var anchors = fields.Array("anchors", MostInputs).Select(level => Pairs(fields, fields.Floats(level, "anchors", 0, 1e7f))).ToImmutableArray();
        if (inputs.IsEmpty || strides.Length != inputs.Length || anchors.Length != inputs.Length || anchors.Any(level => level.IsEmpty || level.Length != anchors[0].Length))
            throw fields.Wrong("anchors");
        return new DetectNode(name, inputs, anchors, strides, fields.Integer("classes", 1, YoloHead.MostClasses));
    }

    private static ImmutableArray<Anchor> Pairs(JsonFields fields, ImmutableArray<float> sizes) =>
        sizes.Length % 2 == 0 ? [.. sizes.Chunk(2).Select(pair => new Anchor(pair[0], pair[1]))] : throw fields.Wrong("anchors");

    private static string Single(JsonFields fields, ImmutableArray<string> inputs) => inputs.Length == 1 ? inputs[0] : throw fields.Wrong("inputs");
}
