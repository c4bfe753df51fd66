using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>What a gate found.</summary>
/// <param name="Baseline">The baseline's value of the metric; NaN where there is none.</param>
/// <param name="Value">The shipped model's value; NaN where there is none.</param>
/// <param name="Failure">Null when it passed.</param>
public sealed record GateVerdict(Gate Gate, double Baseline, double Value, PruneDiagnostic? Failure)
{
    public bool Passed => Failure is null;

    /// <summary>Whether the model must not ship.</summary>
    public bool Blocks => Failure is { Severity: DiagnosticSeverity.Error };
}
