using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pruners;
using Pruning.Pruners.Sensitivity;

namespace Pruning.Pipeline.Prune;

/// <summary>Carries out a cut at its granularity.</summary>
/// <param name="sensitivity">What was measured, where a project's schedule asks for it and it is there.</param>
public sealed class NetworkPruner(PlanMaker planner, SensitivityReport? sensitivity = null)
{
    private readonly PruneOptions _options = planner.Options;

    /// <param name="round">Of an iterative schedule; null for the whole way.</param>
    /// <param name="proven">As <see cref="PlanMaker.Plan"/> takes it.</param>
    /// <exception cref="PruneException">The 4000s: why it cannot be cut so.</exception>
    public PrunedNetwork Make(
        Network network,
        IDiagnosticSink diagnostics,
        Action<string> note,
        PruneRound? round = null,
        bool proven = true,
        CancellationToken cancellation = default
    ) =>
        _options.Granularity.Prune(
            network with
            {
                // They were another network's.
                Provenance = network.Provenance.Remove(ProvenanceKeys.Ranges),
            },
            new PrunerInputs(
                _options.Targets,
                _options.KeepLayers,
                () => planner.Plan(network, diagnostics, note, round, proven, sensitivity, cancellation),
                () => planner.Planning(cancellation),
                diagnostics
            )
        );
}
