namespace Pruning.Reporting.Details;

/// <summary>Accuracy after an epoch, as fractions; null where it was not measured.</summary>
/// <param name="Epoch">From 1.</param>
public sealed record EpochAccuracy(int Epoch, double? Map50, double? Map5095);
