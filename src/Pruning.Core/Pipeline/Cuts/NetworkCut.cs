using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Slimming;
using Pruning.Slimming.Blocks;
using Pruning.Slimming.Latency;
using Pruning.Slimming.Sensitivity;
using Pruning.Slimming.Weights;

namespace Pruning.Pipeline.Cuts;

/// <summary>Carries out a cut at its granularity: channels, whole blocks, or weights.</summary>
/// <param name="sensitivity">What was measured, where a project's schedule asks for it and it is there.</param>
public sealed class NetworkCut(PlanMaker planner, SensitivityReport? sensitivity = null)
{
    private readonly PruneOptions _options = planner.Options;

    /// <param name="round">Of an iterative schedule; null for the whole way.</param>
    /// <param name="proven">As <see cref="PlanMaker.Plan"/> takes it.</param>
    /// <exception cref="PruneException">The 4000s: why it cannot be cut so.</exception>
    public CutResult Make(
        Network network,
        IDiagnosticSink diagnostics,
        Action<string> note,
        PruneRound? round = null,
        bool proven = true,
        CancellationToken cancellation = default
    ) =>
        _options.Granularity switch
        {
            Granularities.Channel => Channels(
                network,
                planner.Plan(network, diagnostics, note, round, proven, sensitivity, cancellation)
            ),
            Granularities.Layer => Blocks(network, diagnostics, cancellation),
            Granularities.Weight => Of(SingleWeights.Apply(network, _options.Targets, planner.Planning(cancellation))),
            Granularities.TwoOfFour => Of(TwoOfFour.Apply(network, _options.KeepLayers)),
            _ => throw new InvalidOperationException(
                $"Granularity '{_options.Granularity}' and the cuts have come apart."
            ),
        };

    /// <summary>A cut of channels that was planned before.</summary>
    public static CutResult Channels(Network network, PrunePlan plan)
    {
        var reasons = plan
            .Groups.Where(group => group.Reason is not null)
            .ToDictionary(group => group.Name, group => group.Reason!, StringComparer.Ordinal);
        var kept = Coupling
            .Analyze(network)
            .Explain()
            .ToImmutableDictionary(
                layer => layer.Layer,
                layer =>
                    layer
                        .Groups.Where(reasons.ContainsKey)
                        .Select(group => reasons[group])
                        .Distinct()
                        .ToImmutableArray()
            );
        return new CutResult(Surgery.Cut(network, plan), plan.ToJson(), kept, plan);
    }

    private CutResult Blocks(Network network, IDiagnosticSink diagnostics, CancellationToken cancellation)
    {
        var (cut, plan) = BlockPlanner.Cut(network, _options.Targets, planner.Planning(cancellation), diagnostics);
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

    private static CutResult Of((Network Network, WeightSparsity Sparsity) made) =>
        new(
            made.Network,
            made.Sparsity.ToJson(),
            made.Sparsity.Layers.ToImmutableDictionary(
                layer => layer.Layer,
                layer => layer.KeptBecause is { } reason ? [reason] : ImmutableArray<string>.Empty
            )
        );
}

/// <param name="PlanJson">What was decided.</param>
/// <param name="KeptBecause">Why convolutions stay as they are, by name.</param>
/// <param name="Channels">Which channels stay; null at another granularity.</param>
public sealed record CutResult(
    Network Network,
    string PlanJson,
    ImmutableDictionary<string, ImmutableArray<string>> KeptBecause,
    PrunePlan? Channels = null
)
{
    /// <summary>As planned; null where no target asks for it.</summary>
    public PlannedLatency? Latency => Channels?.Latency;
}
