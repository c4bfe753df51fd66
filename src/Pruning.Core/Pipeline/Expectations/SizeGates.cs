using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Onnx;

namespace Pruning.Pipeline.Expectations;

/// <summary>Gates on what a network weighs, which fewer pixels do not change: known before anything is trained.</summary>
internal static class SizeGates
{
    /// <summary>Those that would fail a build.</summary>
    public static IEnumerable<Gate> In(ImmutableArray<Gate> gates) =>
        gates.Where(gate => gate is { Severity: DiagnosticSeverity.Error, Maximum: not null, Metric.Kind: GateMetricKind.Parameters or GateMetricKind.FileSize });

    /// <returns>The metric of the first one that refuses a network; null where all pass it.</returns>
    public static string? Refusing(ImmutableArray<Gate> gates, Network network, OnnxExportOptions export) =>
        In(gates).FirstOrDefault(gate => SizeOf(gate.Metric.Kind, network, export) > gate.Maximum)?.Metric.ToString();

    private static double SizeOf(GateMetricKind kind, Network network, OnnxExportOptions export) => kind == GateMetricKind.Parameters
        ? NetworkCost.ParametersOf(network.Parameters)
        : OnnxExporter.Export(network, export).LongLength;
}
