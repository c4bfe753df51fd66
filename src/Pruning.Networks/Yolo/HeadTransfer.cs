using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Yolo;

/// <summary>
/// Takes a detector to another set of classes. All that does not depend on them is kept, in the head too: where a box
/// lies and whether there is one is asked of every dataset, and a head that knows its way from the start saves a short
/// training half its epochs.
/// </summary>
public static class HeadTransfer
{
    private const int Nothing = -1; // where an output comes from that starts anew

    /// <summary>
    /// The network for <paramref name="classNames"/>. With as many classes as before, only the names change. Otherwise
    /// the head keeps its outputs for boxes and objectness, and for classes whose names it knows; those for other
    /// classes get YOLOv5's start values and have to be trained.
    /// </summary>
    /// <exception cref="PruneException">PRUNE1008: the network has no detection head.</exception>
    public static Network ToClasses(Network network, ImmutableArray<string> classNames, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Length, nameof(classNames));
        if (network.Graph.Detect is not { } detect)
            throw new PruneException(
                Codes.NotYolo,
                "The network has no detection head, so it cannot learn other classes. Give a YOLOv5 detection model."
            );
        if (detect.ClassCount == classNames.Length)
            return network with { ClassNames = classNames };
        var sources = Sources(network.ClassNames, classNames);
        var head = detect with { ClassCount = classNames.Length };
        var nodes = network.Graph.Nodes.Select(node => node == detect ? head : node);
        return network with
        {
            Graph = new Graph(nodes, network.Graph.Outputs),
            Parameters = network.Parameters.With(
                head.Inputs.SelectMany((map, level) => NewMap(network, head, map, level, seed, sources))
            ),
            ClassNames = classNames,
            Provenance = sources.Contains(Nothing)
                ? network.Provenance.SetItem(ProvenanceKeys.Head, ProvenanceKeys.Untrained)
                : network.Provenance,
        };
    }

    /// <summary>What a transfer took over, in words: <c>transferred 343 of 349 tensors of yolov5n.pt; …</c>.</summary>
    /// <param name="name">Of the model that was transferred.</param>
    public static string Describe(Network before, Network after, string name)
    {
        var kept = after.Parameters.Count(parameter =>
            before.Parameters.TryGet(parameter.Name, out var source) && ReferenceEquals(source.Values, parameter.Values)
        );
        if (kept == after.Parameters.Count)
            return FormattableString.Invariant($"transferred {kept} of {kept} tensors of {name}");
        var (from, to) = (before.ClassNames.Length, after.ClassNames.Length);
        var known = after.ClassNames.Count(candidate => IndexOf(before.ClassNames, candidate) >= 0);
        var fresh =
            known == 0
                ? "its class outputs start anew"
                : FormattableString.Invariant(
                    $"{known} of its class outputs are known by name and kept, the rest start anew"
                );
        return FormattableString.Invariant(
            $"transferred {kept} of {after.Parameters.Count} tensors of {name}, and the head's outputs for boxes and objectness; {fresh}, for {to} {(to == 1 ? "class" : "classes")} instead of {from}"
        );
    }

    private static IEnumerable<Parameter> NewMap(
        Network network,
        DetectNode head,
        string map,
        int level,
        int seed,
        ImmutableArray<int> sources
    )
    {
        var node = (ConvolutionNode)network.Graph[map];
        var inputs = network.Parameters[$"{map}.weight"].Shape[1] * node.Groups;
        return ParameterInitializer
            .Convolution(node, inputs, head.ChannelsPerLevel, seed)
            .Select(parameter =>
                parameter.Name == $"{map}.bias" ? ParameterInitializer.WithPrior(parameter, head, level) : parameter
            )
            .Select(fresh => WithKnownOutputs(fresh, network, sources));
    }

    /// <summary>
    /// For each output of one anchor, box, objectness, classes: which of the old head's it is, or
    /// <see cref="Nothing"/>.
    /// </summary>
    private static ImmutableArray<int> Sources(ImmutableArray<string> before, ImmutableArray<string> after) =>
        [
            .. Enumerable.Range(0, HeadColumns.FirstClass),
            .. after.Select(name =>
                IndexOf(before, name) is >= 0 and var known ? HeadColumns.FirstClass + known : Nothing
            ),
        ];

    private static int IndexOf(ImmutableArray<string> names, string wanted) =>
        names.IndexOf(wanted, 0, names.Length, StringComparer.OrdinalIgnoreCase);

    // Weight [A * (5 + C), inputs, k, k] or bias [A * (5 + C)]: a row an output.
    private static Parameter WithKnownOutputs(Parameter fresh, Network before, ImmutableArray<int> sources)
    {
        if (!before.Parameters.TryGet(fresh.Name, out var old))
            return fresh; // a head that had no bias
        var values = fresh.Values.ToArray();
        var row = values.Length / fresh.Shape[0];
        var outputsBefore = before.Graph.Detect!.Columns;
        for (var output = 0; output < fresh.Shape[0]; output++)
        {
            var (anchor, source) = (output / sources.Length, sources[output % sources.Length]);
            if (source >= 0)
                Array.Copy(old.Values, ((anchor * outputsBefore) + source) * row, values, output * row, row);
        }

        return fresh with
        {
            Values = values,
        };
    }
}
