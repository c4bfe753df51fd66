using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pruners.Latency;

namespace Pruning.Pruners;

/// <summary>
/// Decides which channels stay: scores them (<see cref="Importance"/>), ranks them over the whole network, and removes
/// the least important until every target holds, at most one per cent of the dense cost further than asked. The same
/// input gives the same plan.
/// </summary>
public static class PrunePlanner
{
    /// <param name="sink">Is told of targets that are overshot or met already.</param>
    /// <exception cref="PruneException">
    /// PRUNE4001: the targets cannot be met. PRUNE4002, PRUNE4003: a target or measure that this version lacks.
    /// PRUNE4004: no channel can be removed. PRUNE4006: a pattern matches nothing. PRUNE4007: weights are not finite.
    /// PRUNE4009: an option is out of range.
    /// </exception>
    public static PrunePlan Plan(
        Network network,
        ImmutableArray<SparsityTarget> targets,
        PlanningOptions options,
        IDiagnosticSink? sink = null
    )
    {
        options.Verify();
        foreach (var target in targets)
            target.Verify();
        double? rest = null;
        if (options.Round is { } round)
        {
            var (before, first) = DenseCost(round.Dense, Coupling.Analyze(round.Dense), targets, options, null);
            (targets, rest) = (
                round.Targets(targets, Whole(round.Dense, first, targets, options)),
                before.Latency?.Rest
            );
            options = options with
            {
                LayerSparsities =
                [
                    .. options.LayerSparsities.Select(layer => layer with { Ratio = round.Ratio(layer.Ratio) }),
                ],
            };
        }

        var map = Coupling.Analyze(network);
        var rankings = GroupRanking.Rank(network, map, options);
        var freedom = GroupFreedom.Determine(network.Graph, map, rankings, options);
        var (costs, uncut) = DenseCost(network, map, targets, options, rest);
        var limits = new PlanLimits(Whole(network, uncut, targets, options), targets);
        var proof =
            costs.Latency is { } latency && options.ProvesLatency && !limits.AreMetBy(uncut)
                ? new LatencyProof(network, latency, limits, options.LayerTimes!, options.Image)
                : null;
        while (true)
        {
            var chosen =
                limits.AreMetBy(uncut) && options.LayerSparsities.IsEmpty
                    ? WidthSelection.Everything(map, options)
                    : WidthSelection.Find(map, rankings, freedom, costs, limits, options);
            var plan = PlanWriter.Write(
                network,
                map,
                rankings,
                freedom,
                costs,
                chosen,
                limits.Dense.Milliseconds,
                options
            );
            if (proof is not null && !proof.Accepts(plan, chosen.Counts))
                continue;
            Warn(limits, uncut, costs.Of(chosen.Counts), chosen.Multiple, sink);
            return proof is null ? plan : proof.Sign(plan);
        }
    }

    private static (CostModel Model, PlannedCost Cost) DenseCost(
        Network network,
        CouplingMap map,
        ImmutableArray<SparsityTarget> targets,
        PlanningOptions options,
        double? rest
    )
    {
        var model = new CostModel(
            network,
            map,
            options.Image,
            FileSizeOf(network, targets, options),
            LatencyOf(network, map, targets, options, rest)
        );
        return (model, model.Of([.. map.Groups.Select(group => group.Count)]));
    }

    /// <summary>
    /// Whether targets hold before anything is removed: a network that looks at fewer pixels may have met them.
    /// </summary>
    internal static bool AreMet(Network network, ImmutableArray<SparsityTarget> targets, PlanningOptions options)
    {
        var (_, uncut) = DenseCost(network, Coupling.Analyze(network), targets, options, null);
        return new PlanLimits(Whole(network, uncut, targets, options), targets).AreMetBy(uncut);
    }

    // What targets are shares of: the network that nothing was taken from looks at the whole image.
    private static PlannedCost Whole(
        Network network,
        PlannedCost cost,
        ImmutableArray<SparsityTarget> targets,
        PlanningOptions options
    )
    {
        var image = options.WholeImage ?? options.Image;
        return options is { WholeImage: null, WholeTimes: null }
            ? cost
            : cost with
            {
                Flops = NetworkCost.Count(network, image.Height, image.Width).Flops,
                Milliseconds = LatencyOf(
                    network,
                    Coupling.Analyze(network),
                    targets,
                    options with
                    {
                        Image = image,
                        LayerTimes = options.WholeTimes ?? options.LayerTimes,
                    },
                    null
                )?.Dense
                    ?? 0,
            };
    }

    private static long? FileSizeOf(Network network, ImmutableArray<SparsityTarget> targets, PlanningOptions options)
    {
        if (targets.FirstOrDefault(target => target.Metric == TargetMetric.FileSize) is not { } asked)
            return null;
        return options.ExportedSize?.Invoke(network)
            ?? throw new PruneException(
                Codes.TargetUnsupported,
                "SparsityTarget 'FileSize' needs the size of the exported file, and no exporter takes part here; "
                    + "a guess would not be a promise. Use it in a project that is built, or ask for Parameters.",
                asked.Location
            );
    }

    private static PredictedLatency? LatencyOf(
        Network network,
        CouplingMap map,
        ImmutableArray<SparsityTarget> targets,
        PlanningOptions options,
        double? rest
    )
    {
        if (targets.FirstOrDefault(target => target.Metric == TargetMetric.Latency) is not { } asked)
            return null;
        return options.LayerTimes is { } times
            ? new PredictedLatency(network, map, options.Image, times, rest)
            : throw new PruneException(
                Codes.TargetUnsupported,
                "SparsityTarget 'Latency' needs the runtime's times, and no runtime takes part here; a guess "
                    + "would not be a promise. Use it in a project that is built, or ask for Flops.",
                asked.Location
            );
    }

    /// <param name="uncut">All channels, at the resolution of what is left.</param>
    private static void Warn(
        PlanLimits limits,
        PlannedCost uncut,
        PlannedCost cost,
        string multiple,
        IDiagnosticSink? sink
    )
    {
        foreach (var target in limits.Targets.Where(target => limits.Excess(target, limits.Dense) <= 0))
        {
            sink?.Report(
                PruneDiagnostic.Of(
                    Codes.TargetAlreadyMet,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"SparsityTarget '{target}' is met before anything is removed: the network has "
                            + $"{limits.Dense[target.Metric]:0.##}. It asks for nothing; lower the Maximum or remove "
                            + $"the target."
                    ),
                    target.Location
                )
            );
        }

        var overshoot = limits.Overshoot(cost);
        if (overshoot > PlanSearch.Tolerance && !limits.AreMetBy(uncut))
        {
            sink?.Report(
                PruneDiagnostic.Of(
                    Codes.TargetOvershot,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The plan removes {overshoot:P1} of the dense cost more than the targets ask: with a "
                            + $"channel multiple of {multiple} and the layers that are held or set by ratio, no choice "
                            + $"comes nearer. Accuracy may suffer needlessly; a smaller ChannelMultiple lands closer."
                    ),
                    limits.Targets[0].Location
                )
            );
        }
    }
}
