using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// YOLOv5's blocks as nodes, named by their module paths. Each takes the name of its input node and returns that of its
/// output. Both readers of structure (the tables and pickled modules) describe blocks through these, so both give the
/// same graph.
/// </summary>
internal static class YoloBlocks
{
    /// <summary>Conv: convolution, batch norm, activation.</summary>
    public static string Conv(GraphBuilder builder, string name, string input, ConvolutionForm form)
    {
        var at = Convolution(builder, $"{name}.conv", input, form);
        if (form.Norm is { } norm)
            at = builder.Add(new BatchNormNode($"{name}.bn", at, norm.Epsilon, norm.Momentum));
        if (form.Activation is { } kind)
            at = builder.Add(new ActivationNode($"{name}.act", at, kind));
        return at;
    }

    /// <summary>A bare convolution.</summary>
    public static string Convolution(GraphBuilder builder, string name, string input, ConvolutionForm form) =>
        builder.Add(
            new ConvolutionNode(
                name,
                input,
                form.Kernel,
                form.Stride,
                form.Padding,
                form.Dilation,
                form.Groups,
                form.HasBias
            )
        );

    /// <summary>The shortcut of a bottleneck.</summary>
    public static string Add(GraphBuilder builder, string name, string input, string branch) =>
        builder.Add(new AddNode($"{name}.add", [input, branch]));

    /// <summary>A block's own concatenation; a concatenation that is a layer itself has the layer's name.</summary>
    public static string Concat(GraphBuilder builder, string name, params ReadOnlySpan<string> inputs) =>
        builder.Add(new ConcatNode(name, [.. inputs]));

    /// <summary>SPPF's three pools, each of the one before; returns what SPPF concatenates.</summary>
    public static ImmutableArray<string> PoolChain(GraphBuilder builder, string name, string input, int kernel)
    {
        var first = builder.Add(new MaxPoolNode($"{name}.m.0", input, kernel, 1, kernel / 2));
        var second = builder.Add(new MaxPoolNode($"{name}.m.1", first, kernel, 1, kernel / 2));
        var third = builder.Add(new MaxPoolNode($"{name}.m.2", second, kernel, 1, kernel / 2));
        return [input, first, second, third];
    }

    /// <summary>SPP's pools of several sizes, all of the same map; returns what SPP concatenates.</summary>
    public static ImmutableArray<string> PoolFan(
        GraphBuilder builder,
        string name,
        string input,
        IReadOnlyList<int> kernels
    )
    {
        var pools = kernels.Select(
            (kernel, i) => builder.Add(new MaxPoolNode($"{name}.m.{i}", input, kernel, 1, kernel / 2))
        );
        return [input, .. pools];
    }

    /// <summary>Focus: the four pixels of each 2x2 cell side by side as channels, in Focus's own order.</summary>
    public static string PixelFold(GraphBuilder builder, string name, string input)
    {
        (int Row, int Column)[] offsets = [(0, 0), (1, 0), (0, 1), (1, 1)];
        var slices = offsets.Select(
            (offset, i) => builder.Add(new SliceNode($"{name}.slice.{i}", input, offset.Row, offset.Column, 2))
        );
        return builder.Add(new ConcatNode($"{name}.concat", [.. slices]));
    }

    /// <summary>Bottleneck: two convolutions, with the block's input added where the shortcut is on.</summary>
    public static string Bottleneck(GraphBuilder builder, string name, string input, bool shortcut, Part conv)
    {
        var branch = conv($"{name}.cv2", conv($"{name}.cv1", input));
        return shortcut ? Add(builder, name, input, branch) : branch;
    }

    /// <summary>C3: a branch of bottlenecks and a bypass, concatenated and mixed.</summary>
    public static string C3(GraphBuilder builder, string name, string input, Part conv, Part bottlenecks)
    {
        var main = bottlenecks($"{name}.m", conv($"{name}.cv1", input));
        var bypass = conv($"{name}.cv2", input);
        return conv($"{name}.cv3", Concat(builder, $"{name}.concat", main, bypass));
    }

    /// <summary>SPP: pools of several sizes of a reduced map, concatenated with it and mixed.</summary>
    public static string Spp(GraphBuilder builder, string name, string input, IReadOnlyList<int> kernels, Part conv)
    {
        var pools = PoolFan(builder, name, conv($"{name}.cv1", input), kernels);
        return conv($"{name}.cv2", builder.Add(new ConcatNode($"{name}.concat", pools)));
    }

    /// <summary>SPPF: three chained pools of a reduced map, concatenated with it and mixed.</summary>
    public static string Sppf(GraphBuilder builder, string name, string input, int kernel, Part conv)
    {
        var pools = PoolChain(builder, name, conv($"{name}.cv1", input), kernel);
        return conv($"{name}.cv2", builder.Add(new ConcatNode($"{name}.concat", pools)));
    }
}

/// <summary>Describes the part of a block at a module path, reading a node, and returns its output node.</summary>
internal delegate string Part(string path, string input);
