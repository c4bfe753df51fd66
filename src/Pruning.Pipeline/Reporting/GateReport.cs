using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

/// <summary>A gate and what it found; values are null where they were not measured.</summary>
public sealed record GateReport(
    string Metric,
    double? Minimum,
    double? Maximum,
    double? MaximumDrop,
    string Severity,
    double? Baseline,
    double? Value,
    bool Passed,
    string? Message
)
{
    public static GateReport Of(GateVerdict verdict) =>
        new(
            verdict.Gate.Metric.Name,
            verdict.Gate.Minimum,
            verdict.Gate.Maximum,
            verdict.Gate.MaximumDrop,
            verdict.Gate.Severity == Diagnostics.DiagnosticSeverity.Error ? "error" : "warning",
            Finite(verdict.Baseline),
            Finite(verdict.Value),
            verdict.Passed,
            verdict.Failure?.Message
        );

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
