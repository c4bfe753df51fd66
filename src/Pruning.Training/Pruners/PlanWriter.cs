using Pruning.Graphs;
using Pruning.Pruners.Latency;

namespace Pruning.Pruners;

/// <summary>Turns chosen counts into a <see cref="PrunePlan"/>.</summary>
internal static class PlanWriter
{
    /// <param name="denseMilliseconds">Of the dense network, where a target is on latency.</param>
    public static PrunePlan Write(
        Network network,
        CouplingMap map,
        GroupRanking?[] rankings,
        GroupFreedom[] freedom,
        CostModel costs,
        WidthSelection chosen,
        double denseMilliseconds,
        PlanningOptions options
    )
    {
        var counts = chosen.Counts;
        int[] full = [.. map.Groups.Select(group => group.Count)];
        var (before, after) = (costs.Of(full), costs.Of(counts));
        return new PrunePlan(
            options.Importance,
            options.Image,
            chosen.Multiple,
            chosen.MinimumKept,
            new NetworkCost(before.Parameters, before.Flops),
            new NetworkCost(after.Parameters, after.Flops),
            [.. map.Groups.Select((group, index) => GroupOf(group, rankings[index], freedom[index], counts[index]))],
            [
                .. network
                    .Graph.Nodes.OfType<ConvolutionNode>()
                    .Zip(costs.FlopsByLayer(full), costs.FlopsByLayer(counts))
                    .Select(layer => LayerOf(layer.First, map, counts, layer.Second.Flops, layer.Third.Flops)),
            ],
            costs.Latency is null
                ? null
                : new PlannedLatency(denseMilliseconds, after.Milliseconds, MeasuredRatio: null)
        );
    }

    private static GroupPlan GroupOf(CouplingGroup group, GroupRanking? ranking, GroupFreedom freedom, int count)
    {
        var kept = count == group.Count ? Enumerable.Range(0, count) : ranking!.Order.Take(count).Order();
        return new GroupPlan(group.Name, group.Count, [.. kept], freedom.HeldBecause);
    }

    private static LayerPlan LayerOf(
        ConvolutionNode node,
        CouplingMap map,
        int[] counts,
        long flopsBefore,
        long flopsAfter
    )
    {
        var (inputs, outputs) = (map.OutputOf(node.Input), map.OutputOf(node.Name));
        return new LayerPlan(
            node.Name,
            inputs.Length,
            Remaining(inputs, map, counts),
            outputs.Length,
            Remaining(outputs, map, counts),
            flopsBefore,
            flopsAfter
        );
    }

    private static int Remaining(IEnumerable<ChannelPlace> places, CouplingMap map, int[] counts) =>
        places
            .GroupBy(place => place.Group)
            .Sum(share => share.Count() / map.Groups[share.Key].Count * counts[share.Key]);
}
