using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>A cut of whole bottlenecks.</summary>
internal static class BlockPruner
{
    public static PrunedNetwork Make(Network network, PrunerInputs inputs)
    {
        var (cut, plan) = BlockPlanner.Prune(network, inputs.Targets, inputs.Planning(), inputs.Diagnostics);
        var planned = plan.Blocks.ToDictionary(block => block.Name, StringComparer.Ordinal);
        var kept = Block
            .Find(network)
            .SelectMany(block => block.Nodes.Select(node => (node, Reasons: ReasonsOf(planned[block.Name]))))
            .ToDictionary(pair => pair.node, pair => pair.Reasons, StringComparer.Ordinal);
        return new PrunedNetwork(
            cut,
            plan.ToJson(),
            network
                .Graph.Nodes.OfType<ConvolutionNode>()
                .ToImmutableDictionary(
                    node => node.Name,
                    node => kept.GetValueOrDefault(node.Name, ["it belongs to no bottleneck"])
                )
        );
    }

    private static ImmutableArray<string> ReasonsOf(PlannedBlock block) =>
        block.Removed ? [] : [block.KeptBecause ?? "its block is worth more than those that went"];
}
