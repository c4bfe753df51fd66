namespace Pruning.Reporting;

/// <summary>One model, all that was measured of it.</summary>
/// <param name="Accuracy">On the split that the gates judge.</param>
/// <param name="Test">
/// On the test split, for information; null where the dataset has none or the gates judge it.
/// </param>
public sealed record ModelReport(ModelSummary Summary, AccuracyReport Accuracy, AccuracyReport? Test);
