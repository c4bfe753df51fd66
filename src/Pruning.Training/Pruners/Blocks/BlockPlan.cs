using System.Collections.Immutable;
using System.Text.Json;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>Which blocks go.</summary>
/// <param name="Blocks">Every removable block of the network, in graph order.</param>
/// <param name="Before">The network's cost for one image.</param>
/// <param name="After">The cost without the blocks.</param>
public sealed record BlockPlan(ImmutableArray<PlannedBlock> Blocks, NetworkCost Before, NetworkCost After)
{
    public string ToJson() => JsonSerializer.Serialize(this, PrunePlanJson.Options);
}

/// <param name="LossRise">How much the loss on training images grows without it, alone.</param>
/// <param name="KeptBecause">Why it may not go, or null.</param>
public sealed record PlannedBlock(string Name, double LossRise, bool Removed, string? KeptBecause);
