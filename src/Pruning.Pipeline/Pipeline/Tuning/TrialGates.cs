using System.Collections.Immutable;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Whether a trial that was trained as long as a build would pass the project's gates. Those on times are left to the
/// build: a search does not wait for a quiet machine.
/// </summary>
internal static class TrialGates
{
    private static readonly LatencyReport Untimed = new(
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        0,
        0,
        ""
    );

    /// <returns>The gates that would fail the build, in words; null for none.</returns>
    public static string? Failure(ImmutableArray<Gate> gates, IReadOnlyDictionary<string, StoreEntry> entries)
    {
        var judged = gates
            .Where(gate =>
                gate.Metric.Kind
                    is not (GateMetricKind.Latency or GateMetricKind.LatencyRatio or GateMetricKind.RuntimeParity)
            )
            .ToImmutableArray();
        if (judged.IsEmpty)
            return null;
        var baseline = MeasuredModel.Read(entries, StepNames.ExportBaseline, StepNames.EvaluateBaseline, null);
        var model = MeasuredModel.Read(entries, StepNames.Quantize, StepNames.Evaluate, null);
        var failed = GateJudge
            .Judge(
                judged,
                RunReport.BaselineMeasurements(baseline, Untimed) with
                {
                    OperatingPoints = MeasuredModel.Points(judged, entries[StepNames.EvaluateBaseline], baseline),
                },
                RunReport.ModelMeasurements(model, Untimed) with
                {
                    OperatingPoints = MeasuredModel.Points(judged, entries[StepNames.Evaluate], model),
                }
            )
            .Where(verdict => verdict.Blocks)
            .Select(verdict => $"{verdict.Gate.Metric} is {verdict.Gate.Metric.Format(verdict.Value)}")
            .ToList();
        return failed.Count == 0
            ? null
            : $"fails {(failed.Count == 1 ? "a gate" : "gates")}: {string.Join(", ", failed)}";
    }
}
