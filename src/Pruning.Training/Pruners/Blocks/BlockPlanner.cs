using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>
/// Chooses the blocks whose removal costs least: each is taken out alone and the loss on training images measured; then
/// they go by their loss for what they save until the targets hold, and what was not needed comes back.
/// </summary>
public static class BlockPlanner
{
    /// <param name="options">Its importance has no say; it needs evidence.</param>
    /// <param name="sink">Is told of targets that are overshot.</param>
    /// <exception cref="PruneException">
    /// PRUNE4001: the targets cannot be met. PRUNE4002: blocks cannot meet such a target. PRUNE4003: there are no
    /// images. PRUNE4006: a pattern matches nothing.
    /// </exception>
    public static (Network Network, BlockPlan Plan) Prune(
        Network network,
        ImmutableArray<SparsityTarget> targets,
        PlanningOptions options,
        IDiagnosticSink? sink = null
    )
    {
        options.Verify();
        foreach (var target in targets)
            target.Verify();
        foreach (var keep in options.KeepLayers)
            keep.Layers.RequireMatch(network.Graph, "KeepLayer", keep.Location);
        var costs = new BlockCosts(targets, options);
        var limits = new PlanLimits(costs.Of(network), targets);
        var candidates = Judge(network, limits, costs, options);
        var gone = Choose(network, candidates, limits, costs);
        var result = Without(network, gone);
        Warn(limits, costs.Of(result), sink);
        return (
            result,
            new BlockPlan(
                [
                    .. candidates.Select(candidate => new PlannedBlock(
                        candidate.Block.Name,
                        candidate.Rise,
                        gone.Contains(candidate.Block.Output),
                        candidate.KeptBecause
                    )),
                ],
                NetworkCost.Count(network, options.Image.Height, options.Image.Width),
                NetworkCost.Count(result, options.Image.Height, options.Image.Width)
            )
        );
    }

    private static ImmutableArray<Candidate> Judge(
        Network network,
        PlanLimits limits,
        BlockCosts costs,
        PlanningOptions options
    )
    {
        var evidence = options.Evidence
            ?? throw new PruneException(
                Codes.ImportanceUnavailable,
                "Granularity 'layer' judges blocks by the loss on training images, and there are none here. Give "
                    + "a dataset, or remove channels."
            );
        var blocks = Block.Find(network);
        var kept = blocks
            .Select(block => options.KeepLayers.FirstOrDefault(keep => block.Nodes.Any(keep.Layers.Matches)))
            .ToArray();
        ImmutableArray<Block> free = [.. blocks.Where((_, index) => kept[index] is null)];
        var (whole, without) = evidence.MeanLosses(network, free);
        return
        [
            .. blocks.Zip(kept, (block, keep) =>
                keep is null
                    ? new Candidate(
                        block,
                        without[free.IndexOf(block)] - whole,
                        limits.Saving(limits.Dense, costs.Of(BlockRemoval.Remove(network, block))),
                        null
                    )
                    : new Candidate(block, 0, 0, $"KeepLayer '{keep.Layers}' keeps it")
            ),
        ];
    }

    private static HashSet<string> Choose(
        Network network,
        ImmutableArray<Candidate> candidates,
        PlanLimits limits,
        BlockCosts costs
    )
    {
        var order = candidates
            .Where(candidate => candidate.KeptBecause is null)
            .OrderBy(candidate => candidate.Price)
            .ToList();
        var gone = new List<string>();
        foreach (var candidate in order)
        {
            if (limits.AreMetBy(costs.Of(Without(network, gone))))
                break;
            gone.Add(candidate.Block.Output);
        }

        if (!limits.AreMetBy(costs.Of(Without(network, gone))))
            throw OutOfReach(candidates, limits, costs.Of(Without(network, gone)));
        foreach (var name in Enumerable.Reverse(gone).ToList())
        {
            if (limits.AreMetBy(costs.Of(Without(network, gone.Where(other => other != name)))))
                gone.Remove(name);
        }

        return [.. gone];
    }

    // One after another: without one, the next may begin and end elsewhere.
    private static Network Without(Network network, IEnumerable<string> outputs) =>
        outputs.Aggregate(network, (rest, output) =>
            BlockRemoval.Remove(rest, Block.Find(rest).First(block => block.Output == output))
        );

    private static void Warn(PlanLimits limits, PlannedCost cost, IDiagnosticSink? sink)
    {
        if (
            limits.Overshoot(cost) is var overshoot
            && overshoot > PlanSearch.Tolerance
            && !limits.AreMetBy(limits.Dense)
        )
        {
            sink?.Report(
                PruneDiagnostic.Of(
                    Codes.TargetOvershot,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The plan removes {overshoot:P1} of the dense cost more than the targets ask: blocks go "
                            + $"as a whole, and no choice of them comes nearer. Accuracy may suffer needlessly; "
                            + $"Granularity 'channel' lands closer."
                    ),
                    limits.Targets[0].Location
                )
            );
        }
    }

    private static PruneException OutOfReach(ImmutableArray<Candidate> candidates, PlanLimits limits, PlannedCost cost)
    {
        var missed = limits.Targets.MaxBy(target => limits.Excess(target, cost))!;
        var kept = candidates
            .Where(candidate => candidate.KeptBecause is not null)
            .Select(candidate => $" '{candidate.Block.Name}' stays: {candidate.KeptBecause}.");
        return new PruneException(
            Codes.TargetOutOfReach,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SparsityTarget '{missed}' cannot be met by removing whole blocks: without the bottlenecks that "
                    + $"may go of {candidates.Length}, a reduction of "
                    + $"{(1 - (cost[missed.Metric] / limits.Dense[missed.Metric])) * 100:0.0} % is "
                    + $"reached.{string.Concat(kept)} Ask for less, or prune the result again by channels."
            ),
            missed.Location
        );
    }

    private sealed record Candidate(Block Block, double Rise, double Saving, string? KeptBecause)
    {
        // What the loss falls without is worth more the more it saves.
        public double Price =>
            Saving <= 0 ? double.MaxValue
            : Rise > 0 ? Rise / Saving
            : Rise * Saving;
    }
}
