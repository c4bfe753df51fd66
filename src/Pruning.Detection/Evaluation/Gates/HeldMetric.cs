namespace Pruning.Evaluation.Gates;

/// <summary>What a locked accuracy is good for.</summary>
/// <param name="Drop">About the smallest drop, in absolute points, that the split's images show to be one.</param>
public sealed record HeldMetric(string Metric, double Drop);
