using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners;

/// <summary>What may be done to a group: nothing (with the reason), a fixed ratio, or what the targets ask.</summary>
internal sealed record GroupFreedom(string? HeldBecause, double? Ratio)
{
    /// <summary>The legal counts under a multiple and a floor, largest first.</summary>
    public int[] Levels(CouplingGroup group, int multiple, double minimumKept)
    {
        if (HeldBecause is not null)
            return [group.Count];
        return Ratio is { } ratio
            ? [ChannelSteps.AtLeast(group, multiple, 1 - ratio)]
            : ChannelSteps.For(group, multiple, minimumKept);
    }

    /// <exception cref="PruneException">PRUNE4004: nothing is free. PRUNE4006: a pattern matches nothing.</exception>
    public static GroupFreedom[] Determine(
        Graph graph,
        CouplingMap map,
        GroupRanking?[] rankings,
        PlanningOptions options
    )
    {
        foreach (var keep in options.KeepLayers)
            keep.Layers.RequireMatch(graph, "KeepLayer", keep.Location);
        foreach (var layer in options.LayerSparsities)
            layer.Layers.RequireMatch(graph, "LayerSparsity", layer.Location);
        GroupFreedom[] all = [.. map.Groups.Select((group, index) => Determine(group, rankings[index], options))];
        if (all.All(freedom => freedom.HeldBecause is not null))
            throw Nothing(map, all, options);
        return all;
    }

    private static GroupFreedom Determine(CouplingGroup group, GroupRanking? ranking, PlanningOptions options)
    {
        if (group.IsHeld)
            return new GroupFreedom(group.Constraints[0].ToString(), null);
        if (options.KeepLayers.FirstOrDefault(keep => Names(keep.Layers, group)) is { } kept)
            return new GroupFreedom($"KeepLayer '{kept.Layers}' keeps it", null);
        if (ranking is null)
            return new GroupFreedom($"it lacks {options.Importance.Needs} to rank its channels by", null);
        return new GroupFreedom(
            null,
            options.LayerSparsities.LastOrDefault(layer => Names(layer.Layers, group))?.Ratio
        );
    }

    // A consumer's name does not count: keeping a layer keeps what it gives, not what it reads.
    private static bool Names(LayerPattern pattern, CouplingGroup group) =>
        group.Members.Any(member => member.Role != GroupRole.Consumer && pattern.Matches(member.Layer));

    private static string Listed(Func<Importance, bool> isMeant) =>
        string.Join(", ", Importance.All.Where(isMeant).Select(importance => importance.Name));

    private static PruneException Nothing(CouplingMap map, GroupFreedom[] all, PlanningOptions options)
    {
        var norms = map.Groups.Any(group => group.Norms.Any());
        var why =
            options.Importance.ReadsNorms && !norms
                ? $"the network has no batch norms (it was saved fused, for inference, as ONNX files are), and "
                    + $"importance '{options.Importance}' ranks by their scales. Use the checkpoint that training "
                    + $"wrote, or an Importance that reads weights "
                    + $"({Listed(other => other is { LooksAtImages: false, ReadsNorms: false } && other != Importance.Random)}) "
                    + $"or looks at images ({Listed(other => other.LooksAtImages)})"
                : $"every channel is held, for example '{map.Groups[^1].Name}' because {all[^1].HeldBecause}. "
                    + $"Release a layer";
        return new PruneException(Codes.NothingToPrune, $"No channel can be removed: {why}.");
    }
}
