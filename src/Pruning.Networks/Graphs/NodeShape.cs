using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>A node's output shape, from its inputs' and its parameters'.</summary>
/// <param name="shapes">Of the nodes before it.</param>
/// <param name="image">Height and width of the network input.</param>
internal sealed class NodeShape(
    IReadOnlyDictionary<string, FeatureShape> shapes,
    ParameterSet parameters,
    FeatureShape image
) : INodeVisitor<FeatureShape>
{
    public FeatureShape Visit(InputNode node) => image with { Channels = node.Channels };

    public FeatureShape Visit(ConvolutionNode node)
    {
        var input = shapes[node.Input];
        var weight = parameters[$"{node.Name}.weight"].Shape;
        if (weight.Length != 4 || weight[2] != node.Kernel.Height || weight[3] != node.Kernel.Width)
            throw Broken(
                node,
                $"its weight is [{string.Join(", ", weight)}], which is not [out, in, {node.Kernel.Height}, "
                    + $"{node.Kernel.Width}]"
            );
        if (node.Groups < 1 || weight[1] * node.Groups != input.Channels || weight[0] % node.Groups != 0)
            throw Broken(
                node,
                $"its weight [{string.Join(", ", weight)}] in {node.Groups} group(s) does not take the "
                    + $"{input.Channels} channels that reach it"
            );
        if (node.HasBias)
            RequireVector(node, parameters[$"{node.Name}.bias"], weight[0]);
        var height = Reach(
            input.Height,
            node.Kernel.Height,
            node.Stride.Height,
            node.Padding.Height,
            node.Dilation.Height
        );
        var width = Reach(input.Width, node.Kernel.Width, node.Stride.Width, node.Padding.Width, node.Dilation.Width);
        if (height < 1 || width < 1)
            throw Broken(node, $"a {input.Height}x{input.Width} map is too small for it");
        return new FeatureShape(weight[0], height, width);
    }

    public FeatureShape Visit(BatchNormNode node)
    {
        var input = shapes[node.Input];
        foreach (var name in NodeParameters.NamesOf(node))
            RequireVector(node, parameters[name], input.Channels);
        return input;
    }

    public FeatureShape Visit(ActivationNode node) => shapes[node.Input];

    public FeatureShape Visit(AddNode node)
    {
        var first = shapes[node.Inputs[0]];
        foreach (var input in node.Inputs)
        {
            if (shapes[input] != first)
                throw Broken(node, $"it adds {first} and {shapes[input]}");
        }

        return first;
    }

    public FeatureShape Visit(ConcatNode node)
    {
        var first = shapes[node.Inputs[0]];
        var channels = 0;
        foreach (var input in node.Inputs)
        {
            var shape = shapes[input];
            if (shape.Height != first.Height || shape.Width != first.Width)
                throw Broken(node, $"it joins maps of {first.Height}x{first.Width} and {shape.Height}x{shape.Width}");
            channels += shape.Channels;
        }

        return first with
        {
            Channels = channels,
        };
    }

    public FeatureShape Visit(MaxPoolNode node) =>
        shapes[node.Input] with
        {
            Height = Reach(shapes[node.Input].Height, node.Kernel, node.Stride, node.Padding, 1),
            Width = Reach(shapes[node.Input].Width, node.Kernel, node.Stride, node.Padding, 1),
        };

    public FeatureShape Visit(UpsampleNode node) =>
        shapes[node.Input] with
        {
            Height = shapes[node.Input].Height * node.Factor,
            Width = shapes[node.Input].Width * node.Factor,
        };

    public FeatureShape Visit(SliceNode node) =>
        shapes[node.Input] with
        {
            Height = (shapes[node.Input].Height - node.RowOffset + node.Step - 1) / node.Step,
            Width = (shapes[node.Input].Width - node.ColumnOffset + node.Step - 1) / node.Step,
        };

    public FeatureShape Visit(DetectNode node)
    {
        if (node.Inputs.Length != node.Strides.Length || node.Inputs.Length != node.Anchors.Length)
            throw Broken(
                node,
                $"it has {node.Inputs.Length} levels, {node.Strides.Length} strides and {node.Anchors.Length} "
                    + $"rows of anchors"
            );
        var candidates = 0;
        foreach (var input in node.Inputs)
        {
            var shape = shapes[input];
            if (shape.Channels != node.ChannelsPerLevel)
                throw Broken(
                    node,
                    $"'{input}' gives {shape.Channels} channels where {node.AnchorsPerLevel} anchors and "
                        + $"{node.ClassCount} classes need {node.ChannelsPerLevel}"
                );
            candidates += node.AnchorsPerLevel * shape.Height * shape.Width;
        }

        return new FeatureShape(node.Columns, candidates, 1);
    }

    private static int Reach(int size, int kernel, int stride, int padding, int dilation) =>
        (size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride + 1;

    private static void RequireVector(Node node, Parameter parameter, int channels)
    {
        if (parameter.Shape.Length != 1 || parameter.Shape[0] != channels)
            throw Broken(
                node,
                $"'{parameter.Name}' is [{string.Join(", ", parameter.Shape)}] where {channels} channels reach it"
            );
    }

    private static PruneException Broken(Node node, string what) =>
        new(
            Codes.InconsistentNetwork,
            $"Layer '{node.Name}' does not fit its surroundings: {what}. The network cannot run; write the file "
                + $"again from its source."
        );
}
