using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;

namespace Pruning.Pruners;

/// <summary>Says how near the targets can be met, and what stands in the way.</summary>
internal static class TargetMiss
{
    private const int LayersNamed = 3;

    /// <param name="multiple">The finest multiple that was tried.</param>
    /// <param name="floor">The lowest minimum share that was tried.</param>
    public static PruneException Explain(
        CouplingMap map,
        GroupFreedom[] freedom,
        CostModel costs,
        PlanLimits limits,
        PlanningOptions options,
        AutomaticMultiple multiple,
        double floor
    )
    {
        int[] smallest =
        [
            .. map.Groups.Select(
                (group, index) =>
                    freedom[index].Levels(group, multiple.For(group.Count * group.ChannelsPerAtom), floor)[^1]
            ),
        ];
        var cost = costs.Of(smallest);
        var missed = limits.Targets.MaxBy(target => limits.Excess(target, cost))!;
        var (dense, reached) = (limits.Dense[missed.Metric], cost[missed.Metric]);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"SparsityTarget '{missed}' cannot be met: with every layer as narrow as it may get, "
                + $"{Quantity(missed.Metric, reached)} of {Quantity(missed.Metric, dense)} remain (a reduction of "
                + $"{(1 - (reached / dense)) * 100:0.0} %). Most of that lies in {Blockers(freedom, costs, smallest)}. "
                + $"Ask for less, {Advice(options)}."
        );
        return new PruneException(Codes.TargetOutOfReach, text, missed.Location);
    }

    private static string Blockers(GroupFreedom[] freedom, CostModel costs, int[] smallest)
    {
        ImmutableArray<(string Layer, long Flops, string Why)> layers =
        [
            .. costs
                .FlopsByLayer(smallest)
                .Select(layer =>
                    (
                        layer.Layer,
                        layer.Flops,
                        Why: string.Join("; ", layer.Groups.Select(group => Why(freedom[group])).Distinct())
                    )
                )
                .OrderByDescending(layer => layer.Flops)
                .ThenBy(layer => layer.Layer, StringComparer.Ordinal)
                .Take(LayersNamed),
        ];
        return string.Join(", ", layers.Select(layer => $"'{layer.Layer}' ({layer.Why})"));
    }

    private static string Why(GroupFreedom freedom) =>
        freedom switch
        {
            { HeldBecause: { } reason } => reason,
            { Ratio: not null } => "LayerSparsity sets its ratio",
            _ => "at its smallest",
        };

    private static string Advice(PlanningOptions options)
    {
        var steps = new List<string>();
        if (options.ChannelMultiple is > 1)
            steps.Add("lower ChannelMultiple");
        if (!options.KeepLayers.IsEmpty || !options.LayerSparsities.IsEmpty)
            steps.Add("release layers from KeepLayer or LayerSparsity");
        steps.Add("start from a smaller model");
        return string.Join(", or ", steps);
    }

    private static string Quantity(TargetMetric metric, double value) =>
        metric switch
        {
            TargetMetric.Flops => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.###} GFLOPs"),
            TargetMetric.Parameters => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.###} M parameters"),
            TargetMetric.Latency => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} ms"),
            TargetMetric.FileSize => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.###} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{value:0} channels"),
        };
}
