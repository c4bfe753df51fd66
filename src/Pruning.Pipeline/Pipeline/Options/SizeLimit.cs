using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Onnx;

namespace Pruning.Pipeline.Options;

/// <summary>
/// A gate on what a network weighs, which fewer pixels do not change: known before anything is trained.
/// </summary>
/// <param name="Metric">As the gate names it.</param>
/// <param name="Maximum">Values, or bytes of the file.</param>
public sealed record SizeLimit(string Metric, bool CountsBytes, double Maximum)
{
    /// <summary>Those that would fail a build.</summary>
    public static IEnumerable<SizeLimit> In(ImmutableArray<Gate> gates) =>
        gates
            .Where(gate =>
                gate
                    is {
                        Severity: DiagnosticSeverity.Error,
                        Maximum: not null,
                        Metric.Kind: GateMetricKind.Parameters or GateMetricKind.FileSize
                    }
            )
            .Select(gate => new SizeLimit(
                gate.Metric.ToString(),
                gate.Metric.Kind == GateMetricKind.FileSize,
                gate.Maximum!.Value
            ));

    /// <summary>Whether a network is too large.</summary>
    public bool Refuses(Network network, OnnxExportOptions export) =>
        (CountsBytes ? OnnxExporter.Export(network, export).LongLength : NetworkCost.ParametersOf(network.Parameters))
        > Maximum;
}
