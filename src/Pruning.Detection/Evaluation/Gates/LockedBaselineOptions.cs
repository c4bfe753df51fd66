using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>How a run treats the project's locked baseline.</summary>
/// <param name="Path">The file, whether or not it is there.</param>
/// <param name="Accept">Whether this run's metrics become the baseline instead of being compared with it.</param>
/// <param name="AccuracySlack">Absolute points that mAP may be below; a class's AP50 may be three times as far.</param>
/// <param name="CostSlack">The share by which a cost may be above.</param>
/// <param name="Severity">Of a model that is worse.</param>
public sealed record LockedBaselineOptions(
    string Path,
    bool Accept,
    double AccuracySlack,
    double CostSlack,
    DiagnosticSeverity Severity = DiagnosticSeverity.Error
)
{
    // A class has a part of the labels, and its AP moves more than their mean.
    private const double ClassFactor = 3;

    /// <summary>The chance with which a model that is called worse is worse: 0.5 or more, below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>How often the images are drawn anew; null for as often as they are worth.</summary>
    public int? Resamples { get; init; }

    /// <summary>Absolute points that an accuracy may be below.</summary>
    internal double SlackOf(GateMetric metric) =>
        metric.ClassName is null ? AccuracySlack : ClassFactor * AccuracySlack;
}
