using System.Text.Json;
using Pruning.Graphs;

namespace Pruning.Checkpoints.Safetensors;

/// <summary>A node's operation, as JSON names it, and what it writes beside name and inputs.</summary>
internal sealed class NodeJsonWriter : INodeVisitor<(string Operation, Action<Utf8JsonWriter> Constants)>
{
    private static readonly NodeJsonWriter Instance = new();
    private static readonly Action<Utf8JsonWriter> Nothing = _ => { };

    private NodeJsonWriter() { }

    public static void Write(Utf8JsonWriter writer, Node node)
    {
        var (operation, constants) = node.Accept(Instance);
        writer.WriteStartObject();
        writer.WriteString("op", operation);
        writer.WriteString("name", node.Name);
        writer.WriteStartArray("inputs");
        foreach (var input in node.Inputs)
            writer.WriteStringValue(input);
        writer.WriteEndArray();
        constants(writer);
        writer.WriteEndObject();
    }

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(InputNode node) =>
        ("input", writer => writer.WriteNumber("channels", node.Channels));

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(ConvolutionNode node) => ("convolution", writer =>
        {
            WriteExtent(writer, "kernel", node.Kernel);
            WriteExtent(writer, "stride", node.Stride);
            WriteExtent(writer, "padding", node.Padding);
            WriteExtent(writer, "dilation", node.Dilation);
            writer.WriteNumber("groups", node.Groups);
            writer.WriteBoolean("bias", node.HasBias);
        });

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(BatchNormNode node) => ("batchNorm", writer =>
        {
            writer.WriteNumber("epsilon", node.Epsilon);
            writer.WriteNumber("momentum", node.Momentum);
        });

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(ActivationNode node) =>
        ("activation", writer => writer.WriteString("kind", node.Kind.ToString()));

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(AddNode node) => ("add", Nothing);

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(ConcatNode node) => ("concat", Nothing);

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(MaxPoolNode node) => ("maxPool", writer =>
        {
            writer.WriteNumber("kernel", node.Kernel);
            writer.WriteNumber("stride", node.Stride);
            writer.WriteNumber("padding", node.Padding);
        });

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(UpsampleNode node) =>
        ("upsample", writer => writer.WriteNumber("factor", node.Factor));

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(SliceNode node) => ("slice", writer =>
        {
            writer.WriteNumber("row", node.RowOffset);
            writer.WriteNumber("column", node.ColumnOffset);
            writer.WriteNumber("step", node.Step);
        });

    public (string Operation, Action<Utf8JsonWriter> Constants) Visit(DetectNode node) =>
        ("detect", writer => WriteDetect(writer, node));

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
}
