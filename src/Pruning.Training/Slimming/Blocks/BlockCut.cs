using System.Collections.Immutable;
using Pruning.Graphs;

namespace Pruning.Slimming.Blocks;

/// <summary>A cut of whole bottlenecks.</summary>
internal static class BlockCut
{
    public static CutResult Make(Network network, CutInputs inputs)
    {
        var (cut, plan) = BlockPlanner.Cut(network, inputs.Targets, inputs.Planning(), inputs.Diagnostics);
        var planned = plan.Blocks.ToDictionary(block => block.Name, StringComparer.Ordinal);
        var kept = Block
            .Find(network)
            .SelectMany(block => block.Nodes.Select(node => (node, Reasons: ReasonsOf(planned[block.Name]))))
            .ToDictionary(pair => pair.node, pair => pair.Reasons, StringComparer.Ordinal);
        return new CutResult(
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
