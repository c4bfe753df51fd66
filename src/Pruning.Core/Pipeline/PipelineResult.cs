using System.Collections.Immutable;
using Pruning.Reporting;

namespace Pruning.Pipeline;

/// <summary>What a run came to.</summary>
/// <param name="Report">Only of a run to the gates.</param>
public sealed record PipelineResult(ImmutableArray<StepResult> Steps, RunReport? Report)
{
    /// <summary>False when a gate of severity error failed.</summary>
    public bool Passed => Report?.Passed ?? true;
}
