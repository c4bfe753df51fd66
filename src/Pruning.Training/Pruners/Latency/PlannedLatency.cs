namespace Pruning.Pruners.Latency;

/// <summary>What a plan's network takes in the runtime, for one picture.</summary>
/// <param name="BeforeMilliseconds">The dense network.</param>
/// <param name="AfterMilliseconds">As predicted from its layers, corrected by what was measured.</param>
/// <param name="MeasuredRatio">
/// The cut network's over the dense one's, both measured in turn; null where it was not cut to be measured.
/// </param>
public sealed record PlannedLatency(double BeforeMilliseconds, double AfterMilliseconds, double? MeasuredRatio);
