using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>
/// Gives a bare state dict its structure. Tensor names do not say how layers are connected, so they must be those of a YOLOv5 table
/// (versions 6 and 7, SiLU); channel counts may be any, as the weights have them.
/// </summary>
internal static class StateDictNetwork
{
    public static Network Read(string path, IStateDict weights, ImmutableArray<string>? names, IDiagnosticSink diagnostics)
    {
        var prefix = PrefixOf(weights) ?? throw CheckpointErrors.NotYolo(path, "its tensors are not named like those of a YOLOv5 model (model.0.conv.weight, …)");
        var dict = new PrefixedStateDict(weights, prefix);
        var table = TableOf(dict) ?? throw CheckpointErrors.NotYolo(path, "its layers are in another order than in YOLOv5 6 and 7, and names alone do not tell how they are connected; give the checkpoint with the whole model");
        var graph = Describe(path, dict, table);
        var parameters = new ParameterSet(ParameterNames(graph).Select(name => dict.Has(name)
            ? dict.Read(name)
            : throw CheckpointErrors.NotYolo(path, $"the tensor '{name}' is missing")));
        return new Network(graph, parameters, ClassNameReader.Complete(path, names, graph, diagnostics), ImmutableSortedDictionary<string, string>.Empty);
    }

    /// <summary>What stands before <c>0.conv.weight</c>: <c>model.</c>, <c>model.model.</c>, <c>module.model.</c>.</summary>
    private static string? PrefixOf(IStateDict weights)
    {
        const string First = "0.conv.weight";
        return weights.Names
            .Where(name => name == First || name.EndsWith($".{First}", StringComparison.Ordinal))
            .OrderBy(name => name.Length)
            .Select(name => name[..^First.Length])
            .FirstOrDefault();
    }

    private static YoloTable? TableOf(PrefixedStateDict dict) => new[] { YoloTable.P5, YoloTable.P6 }.FirstOrDefault(table =>
        dict.Has($"model.{table.Layers.Length - 1}.m.{table.Strides.Length - 1}.weight")
        && !dict.Has($"model.{table.Layers.Length - 1}.m.{table.Strides.Length}.weight")
        && table.C3Layers.All(layer => dict.Has($"model.{layer}.cv3.conv.weight")));

    private static Graph Describe(string path, PrefixedStateDict dict, YoloTable table)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"model.{table.Layers.Length - 1}");
        var anchors = dict.Has($"{head}.anchors") ? YoloHead.AnchorsFrom(dict.Read($"{head}.anchors"), table.Strides) : table.Anchors;
        var outputs = dict.ShapeOf($"{head}.m.0.weight") is [>= 1 and <= 1_000_000 and var rows, ..] ? (int)rows : 0;
        var classes = (outputs / anchors[0].Length) - 5;
        if (outputs % anchors[0].Length != 0 || classes is < 1 or > YoloHead.MostClasses)
            throw CheckpointErrors.NotYolo(path, $"its head has {outputs} outputs for {anchors[0].Length} anchors");
        var repeats = table.Layers.Select((_, layer) => table.Layers[layer] is YoloLayer.C3 ? RepeatsOf(dict, layer) : 0);
        var design = new YoloDesign(table, [.. table.Layers.Select(_ => 0)], [.. repeats]);
        var folded = !dict.Has("model.0.bn.weight");
        return YoloGraph.Build(design, classes, anchors, folded).Graph;
    }

    private static int RepeatsOf(PrefixedStateDict dict, int layer)
    {
        var count = 0;
        while (dict.Has(string.Create(CultureInfo.InvariantCulture, $"model.{layer}.m.{count}.cv1.conv.weight")))
            count++;
        return count;
    }

    private static IEnumerable<string> ParameterNames(Graph graph) => graph.Nodes.SelectMany(node => node switch
    {
        ConvolutionNode { HasBias: true } => [$"{node.Name}.weight", $"{node.Name}.bias"],
        ConvolutionNode => [$"{node.Name}.weight"],
        BatchNormNode => ShapeInference.BatchNormParameters.Select(suffix => $"{node.Name}.{suffix}"),
        _ => Enumerable.Empty<string>(),
    });
}
