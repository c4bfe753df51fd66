namespace Pruning.Reporting;

/// <summary>A step of the run.</summary>
/// <param name="Outcome">ran, cached, fetched, skipped or notNeeded.</param>
/// <param name="Seconds">What it took: in this run, or when it was made if it was cached.</param>
public sealed record StageReport(string Name, string Outcome, double Seconds);
