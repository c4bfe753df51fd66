namespace Pruning.Evaluation.Gates;

/// <summary>One metric against its locked value.</summary>
/// <param name="Now">Null where it was not measured, which counts as worse.</param>
/// <param name="Allowed">The worst value that still passes.</param>
/// <param name="Verdict">Compared with locked and allowed.</param>
public sealed record LockedRow(string Metric, double Locked, double? Now, double Allowed, LockedVerdict Verdict);
