using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>How a run treats the project's locked baseline.</summary>
/// <param name="Path">The file, whether or not it is there.</param>
/// <param name="Accept">Whether this run's metrics become the baseline instead of being compared with it.</param>
/// <param name="AccuracySlack">Absolute points that mAP may be below; a class's AP50 may be three times as far.</param>
/// <param name="CostSlack">The share by which a cost may be above.</param>
/// <param name="Severity">Of a model that is worse.</param>
public sealed record LockedBaselineOptions(string Path, bool Accept, double AccuracySlack, double CostSlack, DiagnosticSeverity Severity = DiagnosticSeverity.Error);
