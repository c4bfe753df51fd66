using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Slimming.Latency;

namespace Pruning.Slimming;

/// <summary>
/// Decides which channels stay: scores them (<see cref="Importance"/>), ranks them over the whole network, and removes the least
/// important until every target holds, at most one per cent of the dense cost further than asked. The same input gives the same plan.
/// </summary>
public static class PrunePlanner
{
    // How little a group may keep and the runtime's block, from what is best for the result to what is legal at all. The first
    // combination that meets the targets within the tolerance is taken.
    private static readonly ImmutableArray<double> AutomaticMinimumKept = [0.3, 0.2, 0.1, 0];
    private static readonly ImmutableArray<int> AutomaticBlocks = [16, 8];

    /// <param name="sink">Is told of targets that are overshot or met already.</param>
    /// <exception cref="PruneException">
    /// PRUNE4001: the targets cannot be met. PRUNE4002, PRUNE4003: a target or measure that this version lacks. PRUNE4004: no channel can
    /// be removed. PRUNE4006: a pattern matches nothing. PRUNE4007: weights are not finite. PRUNE4009: an option is out of range.
    /// </exception>
    public static PrunePlan Plan(Network network, ImmutableArray<SparsityTarget> targets, SlimmingOptions options, IDiagnosticSink? sink = null)
    {
        options.Verify();
        foreach (var target in targets)
            target.Verify();
        var map = Coupling.Analyze(network);
        var rankings = GroupRanking.Of(network, map, options);
        var freedom = GroupFreedom.Of(network.Graph, map, rankings, options);
        var costs = new CostModel(network, map, options.Image, FileSizeOf(network, targets, options), LatencyOf(network, map, targets, options));
        var limits = new PlanLimits(costs.Of(Full(map)), targets);
        var proof = costs.Latency is { } latency && options.ProvesLatency && !limits.AreMetBy(limits.Dense) ? new LatencyProof(network, latency, limits, options.LayerTimes!) : null;
        while (true)
        {
            var chosen = limits.AreMetBy(limits.Dense) && options.LayerSparsities.IsEmpty
                ? new Choice(Full(map), MultipleOf(options, AutomaticBlocks[0]), options.MinimumKept ?? AutomaticMinimumKept[0])
                : Choose(map, rankings, freedom, costs, limits, options);
            var plan = PlanWriter.Write(network, map, rankings, freedom, costs, chosen.Counts, options, chosen.Multiple, chosen.MinimumKept);
            if (proof is not null && !proof.Accepts(plan, chosen.Counts))
                continue;
            Warn(limits, costs.Of(chosen.Counts), chosen.Multiple, sink);
            return proof is null ? plan : proof.Sign(plan);
        }
    }

    private static Choice Choose(CouplingMap map, GroupRanking?[] rankings, GroupFreedom[] freedom, CostModel costs, PlanLimits limits, SlimmingOptions options)
    {
        var blocks = options.ChannelMultiple is { } multiple ? [multiple] : AutomaticBlocks;
        var floors = options.MinimumKept is { } kept ? [kept] : AutomaticMinimumKept;
        Choice? nearest = null;
        var nearestOvershoot = double.PositiveInfinity;
        foreach (var floor in floors)
        {
            foreach (var block in blocks)
            {
                var levels = map.Groups.Select((group, index) => freedom[index].Levels(group, options.ChannelMultiple ?? ChannelSteps.Automatic(WidthOf(group), block), floor)).ToArray();
                costs.Latency?.Prepare(levels);
                if (new PlanSearch(costs, limits, rankings, levels, options.CostWeight).Run() is not { } counts)
                    continue;
                var overshoot = limits.Overshoot(costs.Of(counts));
                if (overshoot < nearestOvershoot)
                    (nearest, nearestOvershoot) = (new Choice(counts, MultipleOf(options, block), floor), overshoot);
                if (overshoot <= PlanSearch.Tolerance)
                    return nearest!;
            }

            // A lower floor gives more room than needed: only what cannot be met at all goes there.
            if (nearest is not null)
                return nearest;
        }

        throw TargetMiss.Explain(map, freedom, costs, limits, options, blocks[^1], floors[^1]);
    }

    private static int WidthOf(CouplingGroup group) => group.Count * group.ChannelsPerAtom;

    private static int[] Full(CouplingMap map) => [.. map.Groups.Select(group => group.Count)];

    private static string MultipleOf(SlimmingOptions options, int block) =>
        options.ChannelMultiple?.ToString(CultureInfo.InvariantCulture) ?? string.Create(CultureInfo.InvariantCulture, $"auto ({block})");

    private static long? FileSizeOf(Network network, ImmutableArray<SparsityTarget> targets, SlimmingOptions options)
    {
        if (targets.FirstOrDefault(target => target.Metric == TargetMetric.FileSize) is not { } asked)
            return null;
        return options.ExportedSize?.Invoke(network) ?? throw new PruneException(
            Codes.TargetUnsupported,
            "SparsityTarget 'FileSize' needs the size of the exported file, and no exporter takes part here; a guess would not be a promise. Use it in a project that is built, or ask for Parameters.",
            asked.Location);
    }

    private static PredictedLatency? LatencyOf(Network network, CouplingMap map, ImmutableArray<SparsityTarget> targets, SlimmingOptions options)
    {
        if (targets.FirstOrDefault(target => target.Metric == TargetMetric.Latency) is not { } asked)
            return null;
        return options.LayerTimes is { } times ? new PredictedLatency(network, map, options.Image, times) : throw new PruneException(
            Codes.TargetUnsupported,
            "SparsityTarget 'Latency' needs the runtime's times, and no runtime takes part here; a guess would not be a promise. Use it in a project that is built, or ask for Flops.",
            asked.Location);
    }

    private static void Warn(PlanLimits limits, PlannedCost cost, string multiple, IDiagnosticSink? sink)
    {
        foreach (var target in limits.Targets.Where(target => limits.Excess(target, limits.Dense) <= 0))
        {
            sink?.Report(PruneDiagnostic.Of(
                Codes.TargetAlreadyMet,
                string.Create(CultureInfo.InvariantCulture, $"SparsityTarget '{target}' is met before anything is removed: the network has {limits.Dense[target.Metric]:0.##}. It asks for nothing; lower the Maximum or remove the target."),
                target.Location));
        }

        var overshoot = limits.Overshoot(cost);
        if (overshoot > PlanSearch.Tolerance && !limits.AreMetBy(limits.Dense))
        {
            sink?.Report(PruneDiagnostic.Of(
                Codes.TargetOvershot,
                string.Create(CultureInfo.InvariantCulture, $"The plan removes {overshoot:P1} of the dense cost more than the targets ask: with a channel multiple of {multiple} and the layers that are held or set by ratio, no choice comes nearer. Accuracy may suffer needlessly; a smaller ChannelMultiple lands closer."),
                limits.Targets[0].Location));
        }
    }

    private sealed record Choice(int[] Counts, string Multiple, double MinimumKept);
}
