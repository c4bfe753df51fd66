using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// Judges measured values. Written so that only a finite value inside every bound passes: a value that is missing, NaN
/// or infinite fails, also in a gate that could not be compared with a baseline.
/// </summary>
public static class GateJudge
{
    // Bounds are decimal fractions: 0.52 - 0.50 is a little more than 0.02 in binary, and means 0.02.
    private const double Rounding = 1e-9;

    public static ImmutableArray<GateVerdict> Judge(
        IEnumerable<Gate> gates,
        Measurements baseline,
        Measurements model
    ) =>
        [
            .. gates
                .SelectMany(gate => OfEachClass(gate, model))
                .Select(gate => Judge(gate, baseline.Of(gate.Metric), model.Of(gate.Metric), model)),
        ];

    // Without a class there is nothing that passes: the gate itself stays, and has no value.
    private static IEnumerable<Gate> OfEachClass(Gate gate, Measurements model) =>
        gate.Metric.IsOfEveryClass && !model.Classes.IsEmpty
            ? model
                .Classes.Keys.Order(StringComparer.Ordinal)
                .Select(name => gate with { Metric = gate.Metric with { ClassName = name } })
            : [gate];

    private static GateVerdict Judge(Gate gate, double baseline, double value, Measurements model)
    {
        PruneDiagnostic? failure = null;
        if (!double.IsFinite(value))
            failure = Unmeasured(gate, model.Images);
        else if (gate.Minimum is { } minimum && !(value >= minimum - Rounding))
            failure = Failed(
                gate,
                $"is {gate.Metric.Format(value)}, below the minimum of {gate.Metric.Format(minimum)}",
                baseline
            );
        else if (gate.Maximum is { } maximum && !(SurelyAtLeast(gate.Metric, value, model) <= maximum * (1 + Rounding)))
            failure = Failed(
                gate,
                $"is {gate.Metric.Format(value)}, above the maximum of "
                    + $"{gate.Metric.Format(maximum)}{Spread(gate.Metric, model)}",
                baseline
            );
        else if (gate.MaximumDrop is { } drop && !(baseline - value <= drop + Rounding))
            failure = double.IsFinite(baseline) ? Dropped(gate, baseline, value, drop) : NoBaseline(gate, value);
        return new GateVerdict(gate, baseline, value, failure);
    }

    // A ratio of two measured times has a spread, and noise must not fail a build: the whole of its 95 % interval has
    // to be above the maximum.
    private static double SurelyAtLeast(GateMetric metric, double value, Measurements model) =>
        metric.Kind == GateMetricKind.LatencyRatio && model.LatencyRatioLow <= value ? model.LatencyRatioLow : value;

    private static string Spread(GateMetric metric, Measurements model) =>
        metric.Kind == GateMetricKind.LatencyRatio && double.IsFinite(model.LatencyRatioLow)
            ? $" with its whole 95 % interval ({metric.Format(model.LatencyRatioLow)} to "
                + $"{metric.Format(model.LatencyRatioHigh)})"
            : "";

    private static PruneDiagnostic Failed(Gate gate, string what, double baseline)
    {
        var compared =
            double.IsFinite(baseline) && gate.Metric.Kind != GateMetricKind.LatencyRatio
                ? $" (the baseline's is {gate.Metric.Format(baseline)})"
                : "";
        return Of(gate, $"{gate.Metric} {what}{compared}. {Consequence(gate.Severity)} {Advice(gate.Metric)}");
    }

    private static PruneDiagnostic Dropped(Gate gate, double baseline, double value, double drop) =>
        Of(
            gate,
            $"{gate.Metric} is {gate.Metric.Format(value)} and the baseline's is {gate.Metric.Format(baseline)}: "
                + $"a drop of {gate.Metric.Format(baseline - value)} where at most {gate.Metric.Format(drop)} is "
                + $"allowed. {Consequence(gate.Severity)} {Advice(gate.Metric)}"
        );

    private static PruneDiagnostic NoBaseline(Gate gate, double value) =>
        Of(
            gate,
            $"{gate.Metric} is {gate.Metric.Format(value)}, but the baseline has no value to compare it with, "
                + $"and a drop that is not measured cannot pass. {Consequence(gate.Severity)} Gate a metric that the "
                + $"baseline has, or use Minimum.",
            Codes.GateUnmeasured
        );

    private static PruneDiagnostic Unmeasured(Gate gate, int images)
    {
        var why = gate.Metric switch
        {
            { IsAccuracy: true } or { Kind: GateMetricKind.RuntimeParity } when images == 0 => "no image was evaluated",
            { Kind: GateMetricKind.ClassPrecision, ClassName: { } name } => $"no box of '{name}' has that confidence",
            { ClassName: { } name } => $"the evaluated labels hold no '{name}'",
            _ => "its value is missing or not a number",
        };
        return Of(
            gate,
            $"{gate.Metric} has no value: {why}, and a gate without a value cannot pass. "
                + $"{Consequence(gate.Severity)} Evaluate on images that show what the gate asks for, or remove the "
                + $"gate.",
            Codes.GateUnmeasured
        );
    }

    private static PruneDiagnostic Of(Gate gate, string message, DiagnosticCode? code = null) =>
        gate.Severity == DiagnosticSeverity.Error
            ? new PruneDiagnostic(code ?? Codes.GateFailed, DiagnosticSeverity.Error, message, gate.Location)
            : new PruneDiagnostic(Codes.GateWarning, DiagnosticSeverity.Warning, message, gate.Location);

    /// <summary>What becomes of the model where a gate of that severity fails; others may fail as well.</summary>
    internal static string Consequence(DiagnosticSeverity severity) =>
        severity == DiagnosticSeverity.Error
            ? "The model is not published."
            : "As a warning it does not keep the model from being published.";

    private static string Advice(GateMetric metric) =>
        metric switch
        {
            { IsAccuracy: true } =>
                "Prune less (SparsityTarget), fine-tune longer (FineTuneEpochs), or relax the gate.",
            { Kind: GateMetricKind.Latency or GateMetricKind.LatencyRatio } =>
                "Prune more, make ImageSize smaller, measure on a quiet machine, or relax the gate.",
            { Kind: GateMetricKind.RuntimeParity } =>
                "An app would see other boxes than were measured: report it with the model, or relax the gate.",
            _ => "Prune more (SparsityTarget), or relax the gate.",
        };
}
