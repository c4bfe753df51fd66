namespace Pruning.Evaluation.Gates;

/// <summary>
/// The latency ratio at the time of locking, with its spread. Ratios of two processors differ, so it is compared on the
/// same one only.
/// </summary>
/// <param name="Ratio">The model's median over the dense baseline's, both measured in turns.</param>
/// <param name="Low">Lower end of the ratio's 95 % interval.</param>
/// <param name="High">Upper end of the ratio's 95 % interval.</param>
/// <param name="Processor">Where it was measured.</param>
public sealed record LockedLatency(double Ratio, double Low, double High, string Processor);
