using System.Collections.Immutable;
using Pruning.Evaluation.Gates;
using Pruning.Reporting;

namespace Pruning.Pipeline;

/// <summary>What a run came to.</summary>
/// <param name="Report">Only of a run to the gates.</param>
public sealed record PipelineResult(ImmutableArray<StepResult> Steps, RunReport? Report)
{
    /// <summary>
    /// What was made the locked baseline; null where nobody asked for that, or the model may not ship.
    /// </summary>
    public AcceptedBaseline? Accepted { get; init; }

    /// <summary>False when a gate of severity error failed.</summary>
    public bool Passed => Report?.Passed ?? true;
}
