using Pruning.Evaluation.Gates;

namespace Pruning.Reporting;

/// <summary>One model, all that was measured of it.</summary>
/// <param name="Accuracy">On the split that the gates judge.</param>
/// <param name="Test">
/// On the test split, for information; null where the dataset has none or the gates judge it.
/// </param>
public sealed record ModelReport(ModelSummary Summary, AccuracyReport Accuracy, AccuracyReport? Test)
{
    /// <summary>What a team that accepts the model locks of it.</summary>
    public LockedBaseline Lock(LatencyReport latency) =>
        LockedBaseline.Of(
            Accuracy.Split,
            Summary.Sha256,
            RunReport.ModelMeasurements(this, latency),
            latency.ToLocked()
        );

    /// <summary>The model against a locked baseline.</summary>
    /// <param name="paired">
    /// What the pictures say that both were measured on; null where the baseline keeps none: then the slack alone
    /// decides.
    /// </param>
    public LockedComparison CompareWith(
        LockedBaseline locked,
        LatencyReport latency,
        LockedBaselineOptions options,
        PairedDrops? paired = null
    ) =>
        LockedComparison.Compare(
            locked,
            RunReport.ModelMeasurements(this, latency),
            latency.ToLocked(),
            options,
            paired
        );
}
