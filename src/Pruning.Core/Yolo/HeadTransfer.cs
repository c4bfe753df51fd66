using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>Takes a detector to another set of classes: everything but the head's convolutions is kept.</summary>
public static class HeadTransfer
{
    /// <summary>
    /// The network for <paramref name="classNames"/>. With as many classes as before, only the names change; otherwise the head's convolutions,
    /// whose shapes depend on the number of classes, get YOLOv5's start values and have to be trained.
    /// </summary>
    /// <exception cref="PruneException">PRUNE1008: the network has no detection head.</exception>
    public static Network ToClasses(Network network, ImmutableArray<string> classNames, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Length, nameof(classNames));
        if (network.Graph.Detect is not { } detect)
            throw new PruneException(Codes.NotYolo, "The network has no detection head, so it cannot learn other classes. Give a YOLOv5 detection model.");
        if (detect.ClassCount == classNames.Length)
            return network with { ClassNames = classNames };
        var head = detect with { ClassCount = classNames.Length };
        var nodes = network.Graph.Nodes.Select(node => node == detect ? head : node);
        return network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs),
            Parameters = network.Parameters.With(head.Inputs.SelectMany((map, level) => FreshMap(network, head, map, level, seed))),
            ClassNames = classNames,
        };
    }

    /// <summary>What a transfer took over, in words: <c>transferred 343 of 349 tensors of yolov5n.pt; …</c>.</summary>
    /// <param name="name">Of the model that was transferred.</param>
    public static string Describe(Network before, Network after, string name)
    {
        var kept = after.Parameters.Count(parameter => before.Parameters.TryGet(parameter.Name, out var source) && ReferenceEquals(source.Values, parameter.Values));
        var (from, to) = (before.ClassNames.Length, after.ClassNames.Length);
        var rest = kept == after.Parameters.Count ? "" : FormattableString.Invariant($"; the head starts anew, for {to} {(to == 1 ? "class" : "classes")} instead of {from}");
        return FormattableString.Invariant($"transferred {kept} of {after.Parameters.Count} tensors of {name}{rest}");
    }

    private static IEnumerable<Parameter> FreshMap(Network network, DetectNode head, string map, int level, int seed)
    {
        var node = (ConvolutionNode)network.Graph[map];
        var inputs = network.Parameters[$"{map}.weight"].Shape[1] * node.Groups;
        return ParameterInitializer.Convolution(node, inputs, head.ChannelsPerLevel, seed)
            .Select(parameter => parameter.Name == $"{map}.bias" ? ParameterInitializer.WithPrior(parameter, head, level) : parameter);
    }
}
