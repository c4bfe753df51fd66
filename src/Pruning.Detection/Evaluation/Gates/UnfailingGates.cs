using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// Gates that no model can fail: a drop is allowed that is as large as the baseline's whole value, so that one passes
/// that finds nothing.
/// </summary>
public static class UnfailingGates
{
    /// <returns>A warning for each, at its line.</returns>
    public static ImmutableArray<PruneDiagnostic> Find(IEnumerable<GateVerdict> verdicts) =>
        [
            .. verdicts
                .Where(verdict =>
                    verdict.Gate is { Minimum: null or 0, MaximumDrop: { } drop } && verdict.Baseline <= drop
                )
                .Select(Warning),
        ];

    private static PruneDiagnostic Warning(GateVerdict verdict) =>
        PruneDiagnostic.Of(
            Codes.GateCannotFail,
            $"{verdict.Gate.Metric} may drop by {verdict.Gate.Metric.Format(verdict.Gate.MaximumDrop!.Value)}, "
                + $"and the baseline has {verdict.Gate.Metric.Format(verdict.Baseline)}: a model that finds nothing "
                + $"would pass. Train the baseline longer (TrainEpochs), allow less, or give the gate a Minimum.",
            verdict.Gate.Location
        );
}
