using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Yolo;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>
/// Gives a bare state dict its structure. Tensor names do not say how layers are connected, so they must be those of a
/// YOLOv5 table (versions 4 to 7); channel counts may be any, as the weights have them. What neither weights nor a
/// description tell is assumed, and said.
/// </summary>
internal static class StateDictNetwork
{
    public static Network Read(
        string path,
        IStateDict weights,
        ImmutableArray<string>? names,
        ModelFacts facts,
        IDiagnosticSink diagnostics
    )
    {
        weights = new MaskedStateDict(path, weights);
        var prefix = PrefixOf(weights)
            ?? throw CheckpointErrors.NotYolo(
                path,
                "its tensors are not named like those of a YOLOv5 model (model.0.conv.weight, …)"
            );
        var dict = new PrefixedStateDict(weights, prefix);
        var table = TableOf(dict)
            ?? throw CheckpointErrors.NotYolo(
                path,
                "its layers are in another order than in YOLOv5 4 to 7, and names alone do not tell how they are "
                    + "connected; give the checkpoint with the whole model"
            );
        var anchors = AnchorsIn(dict, table) ?? facts.Anchors;
        RefuseMore(path, dict, table, (anchors ?? table.Anchors)[0].Length, facts.Classes, names?.Length);
        var graph = Describe(path, dict, table, anchors ?? table.Anchors, facts.Activation ?? ActivationKind.SiLU);
        Warn(
            path,
            facts,
            anchors is null,
            facts.Classes is null && names is null ? graph.Detect?.ClassCount : null,
            diagnostics
        );
        var parameters = new ParameterSet(
            graph
                .Nodes.SelectMany(NodeParameters.NamesOf)
                .Select(name =>
                    dict.Has(name)
                        ? dict.Read(name)
                        : throw CheckpointErrors.NotYolo(path, $"the tensor '{name}' is missing")
                )
        );
        return new Network(
            graph,
            parameters,
            ClassNaming.Complete(path, names, graph, diagnostics),
            ImmutableSortedDictionary<string, string>.Empty
        );
    }

    /// <summary>
    /// What stands before <c>0.conv.weight</c> (or that of a Focus): <c>model.</c>, <c>model.model.</c>,
    /// <c>module.model.</c>.
    /// </summary>
    private static string? PrefixOf(IStateDict weights) =>
        PrefixOf(weights, "0.conv.weight") ?? PrefixOf(weights, "0.conv.conv.weight");

    private static string? PrefixOf(IStateDict weights, string first) =>
        weights
            .Names.Where(name => name == first || name.EndsWith($".{first}", StringComparison.Ordinal))
            .OrderBy(name => name.Length)
            .Select(name => name[..^first.Length])
            .FirstOrDefault();

    private static YoloTable? TableOf(PrefixedStateDict dict) =>
        new[] { YoloTable.P5, YoloTable.P6, YoloTable.FocusP5, YoloTable.FocusP6 }.FirstOrDefault(table =>
            dict.Has($"model.{table.Layers.Length - 1}.m.{table.Strides.Length - 1}.weight")
            && !dict.Has($"model.{table.Layers.Length - 1}.m.{table.Strides.Length}.weight")
            && table.C3Layers.All(layer => dict.Has($"model.{layer}.cv3.conv.weight"))
        );

    private static ImmutableArray<ImmutableArray<Anchor>>? AnchorsIn(PrefixedStateDict dict, YoloTable table)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"model.{table.Layers.Length - 1}.anchors");
        return dict.Has(name) ? YoloHead.AnchorsFrom(dict.Read(name), table.Strides) : null;
    }

    private static void Warn(
        string path,
        ModelFacts facts,
        bool anchorsAssumed,
        int? assumedClasses,
        IDiagnosticSink diagnostics
    )
    {
        List<string> assumed = [];
        if (facts.Activation is null)
            assumed.Add("the activation SiLU");
        if (anchorsAssumed)
            assumed.Add("the anchors of YOLOv5's own tables");
        if (assumedClasses is { } classes)
            assumed.Add($"{classes} class{(classes == 1 ? "" : "es")} (every value of a box behind its objectness)");
        if (assumed.Count == 0)
            return;
        diagnostics.Report(
            PruneDiagnostic.Of(
                Codes.AssumedDescription,
                $"'{Path.GetFileName(path)}' holds weights and no description of their network, so "
                    + $"{string.Join(" and ", assumed)} "
                    + $"{(assumed.Count == 1 && facts.Activation is null ? "is" : "are")} assumed. If the network was "
                    + $"trained with others, it detects nothing right. Give the checkpoint with the whole model, or "
                    + $"state them in '{Path.GetFileName(ModelYaml.PathFor(path))}' beside the file, for example "
                    + $"'activation: nn.SiLU()' and 'nc: 80'.",
                new SourceLocation(path)
            )
        );
    }

    private static Graph Describe(
        string path,
        PrefixedStateDict dict,
        YoloTable table,
        ImmutableArray<ImmutableArray<Anchor>> anchors,
        ActivationKind activation
    )
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"model.{table.Layers.Length - 1}");
        if (anchors.Length != table.Strides.Length)
            throw CheckpointErrors.NotYolo(
                path,
                $"its description lists anchors of {anchors.Length} levels, and its head has {table.Strides.Length}"
            );
        var outputs = dict.ShapeOf($"{head}.m.0.weight") is [>= 1 and <= 1_000_000 and var rows, ..] ? (int)rows : 0;
        var classes = HeadColumns.ClassesIn(outputs / anchors[0].Length);
        if (outputs % anchors[0].Length != 0 || classes is < 1 or > YoloHead.MostClasses)
            throw CheckpointErrors.NotYolo(path, $"its head has {outputs} outputs for {anchors[0].Length} anchors");
        var repeats = table.Layers.Select(
            (_, layer) => table.Layers[layer] is YoloLayer.C3 ? RepeatsOf(dict, layer) : 0
        );
        var design = new YoloDesign(table, [.. table.Layers.Select(_ => 0)], [.. repeats]);
        var folded = !dict.Has("model.1.bn.weight");
        return YoloGraph.Build(design, classes, anchors, folded, activation).Graph;
    }

    /// <summary>
    /// Heads of face and pose models give further values a box. Without a number of classes nothing tells them from
    /// scores.
    /// </summary>
    private static void RefuseMore(
        string path,
        PrefixedStateDict dict,
        YoloTable table,
        int anchors,
        int? described,
        int? named
    )
    {
        var rows = dict.ShapeOf(
            string.Create(CultureInfo.InvariantCulture, $"model.{table.Layers.Length - 1}.m.0.weight")
        )
            is [>= 1 and <= 1_000_000 and var outputs, ..]
            ? (int)outputs
            : 0;
        if (
            (described ?? named) is >= 1 and <= YoloHead.MostClasses and var count
            && HeadColumns.MoreThanBoxes(rows, anchors, count) is { } columns
        )
            throw CheckpointErrors.MoreThanBoxes(
                path,
                columns,
                count,
                $" The number of classes is that of "
                    + $"{(described is null ? "its names" : "'nc' in its description")}; if that is wrong, correct it."
            );
    }

    private static int RepeatsOf(PrefixedStateDict dict, int layer)
    {
        var count = 0;
        while (dict.Has(string.Create(CultureInfo.InvariantCulture, $"model.{layer}.m.{count}.cv1.conv.weight")))
            count++;
        return count;
    }
}
