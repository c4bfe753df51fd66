using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pruners.Blocks;

/// <summary>What networks of different structure cost, as far as targets ask.</summary>
internal sealed class BlockCosts
{
    private readonly PlanningOptions _options;
    private readonly Func<Network, long>? _size;

    /// <exception cref="PruneException">PRUNE4002.</exception>
    public BlockCosts(ImmutableArray<SparsityTarget> targets, PlanningOptions options)
    {
        _options = options;
        if (targets.FirstOrDefault(target => target.Metric == TargetMetric.Latency) is { } latency)
            throw Unsupported("Latency", "ask for Flops, and put a Gate on LatencyRatio", latency.Location);
        if (targets.FirstOrDefault(target => target.Metric == TargetMetric.FileSize) is { } size)
            _size = options.ExportedSize
                ?? throw Unsupported(
                    "FileSize",
                    "use it in a project that is built, or ask for Parameters",
                    size.Location
                );
    }

    public PlannedCost Of(Network network)
    {
        var cost = NetworkCost.Count(network, _options.Image.Height, _options.Image.Width);
        var channels = network
            .Graph.Nodes.OfType<ConvolutionNode>()
            .Sum(node => (long)network.Parameters[$"{node.Name}.weight"].Shape[0]);
        return new PlannedCost(channels, cost.Parameters, cost.Flops, _size?.Invoke(network) ?? 0, 0);
    }

    private static PruneException Unsupported(string metric, string advice, SourceLocation? location) =>
        new(
            Codes.TargetUnsupported,
            $"SparsityTarget '{metric}' cannot be planned for where whole blocks go; a guess would not be a "
                + $"promise. Instead, {advice}.",
            location
        );
}
