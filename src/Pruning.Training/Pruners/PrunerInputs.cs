using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Pruners;

/// <summary>What a cut is made by, whatever its granularity; each takes what it needs.</summary>
/// <param name="Channels">Plans which channels stay.</param>
/// <param name="Planning">How groups or blocks are judged; images are looked at when it is asked for.</param>
internal sealed record PrunerInputs(
    ImmutableArray<SparsityTarget> Targets,
    ImmutableArray<KeepLayer> KeepLayers,
    Func<PrunePlan> Channels,
    Func<PlanningOptions> Planning,
    IDiagnosticSink Diagnostics
);
