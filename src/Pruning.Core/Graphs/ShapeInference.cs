using Pruning.Diagnostics;

namespace Pruning.Graphs;

/// <summary>Derives every node's output shape from the parameters' shapes and the image size, and so proves that the two fit together.</summary>
public static class ShapeInference
{
    /// <param name="height">Of the network input, in pixels.</param>
    /// <param name="width">Of the network input, in pixels.</param>
    /// <returns>Output shapes by node name.</returns>
    /// <exception cref="PruneException">PRUNE1001: parameters and structure contradict each other.</exception>
    public static IReadOnlyDictionary<string, FeatureShape> Infer(Graph graph, ParameterSet parameters, int height, int width)
    {
        var shapes = new Dictionary<string, FeatureShape>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
            shapes[node.Name] = ShapeOf(node, shapes, parameters, new FeatureShape(0, height, width));
        return shapes;
    }

    private static FeatureShape ShapeOf(Node node, Dictionary<string, FeatureShape> shapes, ParameterSet parameters, FeatureShape image) => node switch
    {
        InputNode input => image with { Channels = input.Channels },
        ConvolutionNode convolution => Convolve(convolution, shapes[convolution.Input], parameters),
        BatchNormNode norm => Normalise(norm, shapes[norm.Input], parameters),
        ActivationNode activation => shapes[activation.Input],
        AddNode add => Sum(add, shapes),
        ConcatNode concat => Join(concat, shapes),
        MaxPoolNode pool => Pool(pool, shapes[pool.Input]),
        UpsampleNode up => Enlarge(up, shapes[up.Input]),
        SliceNode slice => Slice(slice, shapes[slice.Input]),
        DetectNode detect => Detect(detect, shapes),
        _ => throw new InvalidOperationException($"Shape inference does not know {node.GetType().Name}."),
    };

    private static FeatureShape Convolve(ConvolutionNode node, FeatureShape input, ParameterSet parameters)
    {
        var weight = parameters[$"{node.Name}.weight"].Shape;
        if (weight.Length != 4 || weight[2] != node.Kernel.Height || weight[3] != node.Kernel.Width)
            throw Broken(node, $"its weight is [{string.Join(", ", weight)}], which is not [out, in, {node.Kernel.Height}, {node.Kernel.Width}]");
        if (node.Groups < 1 || weight[1] * node.Groups != input.Channels || weight[0] % node.Groups != 0)
            throw Broken(node, $"its weight [{string.Join(", ", weight)}] in {node.Groups} group(s) does not take the {input.Channels} channels that reach it");
        if (node.HasBias)
            RequireVector(node, parameters[$"{node.Name}.bias"], weight[0]);
        var height = Reach(input.Height, node.Kernel.Height, node.Stride.Height, node.Padding.Height, node.Dilation.Height);
        var width = Reach(input.Width, node.Kernel.Width, node.Stride.Width, node.Padding.Width, node.Dilation.Width);
        if (height < 1 || width < 1)
            throw Broken(node, $"a {input.Height}x{input.Width} map is too small for it");
        return new FeatureShape(weight[0], height, width);
    }

    private static int Reach(int size, int kernel, int stride, int padding, int dilation) =>
        (size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride + 1;

    private static FeatureShape Normalise(BatchNormNode node, FeatureShape input, ParameterSet parameters)
    {
        foreach (var suffix in BatchNormParameters)
            RequireVector(node, parameters[$"{node.Name}.{suffix}"], input.Channels);
        return input;
    }

    /// <summary>The suffixes of a batch norm's parameters, in state-dict order.</summary>
    public static readonly IReadOnlyList<string> BatchNormParameters = ["weight", "bias", "running_mean", "running_var"];

    private static void RequireVector(Node node, Parameter parameter, int channels)
    {
        if (parameter.Shape.Length != 1 || parameter.Shape[0] != channels)
            throw Broken(node, $"'{parameter.Name}' is [{string.Join(", ", parameter.Shape)}] where {channels} channels reach it");
    }

    private static FeatureShape Sum(AddNode node, Dictionary<string, FeatureShape> shapes)
    {
        var first = shapes[node.Inputs[0]];
        foreach (var input in node.Inputs)
        {
            if (shapes[input] != first)
                throw Broken(node, $"it adds {first} and {shapes[input]}");
        }

        return first;
    }

    private static FeatureShape Join(ConcatNode node, Dictionary<string, FeatureShape> shapes)
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

        return first with { Channels = channels };
    }

    private static FeatureShape Pool(MaxPoolNode node, FeatureShape input) => input with
    {
        Height = Reach(input.Height, node.Kernel, node.Stride, node.Padding, 1),
        Width = Reach(input.Width, node.Kernel, node.Stride, node.Padding, 1),
    };

    private static FeatureShape Enlarge(UpsampleNode node, FeatureShape input) =>
        input with { Height = input.Height * node.Factor, Width = input.Width * node.Factor };

    private static FeatureShape Slice(SliceNode node, FeatureShape input) => input with
    {
        Height = (input.Height - node.RowOffset + node.Step - 1) / node.Step,
        Width = (input.Width - node.ColumnOffset + node.Step - 1) / node.Step,
    };

    private static FeatureShape Detect(DetectNode node, Dictionary<string, FeatureShape> shapes)
    {
        if (node.Inputs.Length != node.Strides.Length || node.Inputs.Length != node.Anchors.Length)
            throw Broken(node, $"it has {node.Inputs.Length} levels, {node.Strides.Length} strides and {node.Anchors.Length} rows of anchors");
        var candidates = 0;
        foreach (var input in node.Inputs)
        {
            var shape = shapes[input];
            if (shape.Channels != node.ChannelsPerLevel)
                throw Broken(node, $"'{input}' gives {shape.Channels} channels where {node.AnchorsPerLevel} anchors and {node.ClassCount} classes need {node.ChannelsPerLevel}");
            candidates += node.AnchorsPerLevel * shape.Height * shape.Width;
        }

        return new FeatureShape(node.Columns, candidates, 1);
    }

    private static PruneException Broken(Node node, string what) =>
        new(Codes.InconsistentNetwork, $"Layer '{node.Name}' does not fit its surroundings: {what}. The network cannot run; write the file again from its source.");
}
