using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>A bound that the exported model has to keep; at least one of the three is set.</summary>
/// <param name="Minimum">The least value that passes.</param>
/// <param name="Maximum">The greatest value that passes.</param>
/// <param name="MaximumDrop">
/// How far below the baseline's the value may be, in absolute points (0.02 is two hundredths of mAP).
/// </param>
/// <param name="Severity">What a failure is: an error fails the build.</param>
public sealed record Gate(
    GateMetric Metric,
    double? Minimum = null,
    double? Maximum = null,
    double? MaximumDrop = null,
    DiagnosticSeverity Severity = DiagnosticSeverity.Error,
    SourceLocation? Location = null
);
