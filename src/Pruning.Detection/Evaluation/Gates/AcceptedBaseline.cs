using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>A baseline that was accepted just now.</summary>
/// <param name="Held">What its accuracies are good for; one each.</param>
public sealed record AcceptedBaseline(LockedBaseline Baseline, ImmutableArray<HeldMetric> Held);
