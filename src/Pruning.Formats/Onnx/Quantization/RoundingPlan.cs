using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Graphs;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Where a network's numbers are rounded when it computes with 8-bit integers, by the names of its nodes: what a
/// training has to imitate whose result will be quantized.
/// </summary>
/// <param name="Layers">Convolutions whose weights and biases become integers.</param>
/// <param name="Values">Outputs of nodes, and sums on the way to them, that become bytes; no SiLU's sigmoid.</param>
/// <param name="Gates">Activations whose sigmoid becomes bytes.</param>
/// <param name="WeightBits">Of a weight, its sign among them.</param>
/// <param name="Images">On how many different pictures the ranges were found.</param>
public sealed record RoundingPlan(
    ImmutableSortedSet<string> Layers,
    ImmutableSortedDictionary<string, RoundedValue> Values,
    ImmutableSortedSet<string> Gates,
    int WeightBits,
    int Images
)
{
    /// <summary>Exports a network and finds the ranges of its values.</summary>
    /// <param name="drawn">Training images; <see cref="CalibrationDraw.Draw"/> draws them.</param>
    /// <param name="report">Told how far it is, 0 to 1.</param>
    /// <exception cref="Diagnostics.PruneException">
    /// Those of <see cref="OnnxExporter.Export"/> and <see cref="OnnxQuantizer.Calibrate"/>.
    /// </exception>
    public static RoundingPlan Find(
        Network network,
        OnnxExportOptions export,
        DatasetSplit drawn,
        Action<double?> report,
        CancellationToken cancellation
    ) =>
        Of(
            OnnxQuantizer.Calibrate(
                OnnxExporter.Export(network, export),
                "the network",
                _ => CalibrationDraw.Pictures(drawn, Extent.Square(export.ImageSize), cancellation),
                report,
                cancellation
            ),
            network.Graph,
            Quantization.WeightBits.OfThisProcessor
        );

    /// <param name="model">Of a file that <see cref="OnnxExporter"/> has written.</param>
    /// <param name="graph">The graph that was exported.</param>
    public static RoundingPlan Of(CalibratedModel model, Graph graph, int weightBits)
    {
        var plan = model.Plan();
        var ranges = plan.Share(model.Ranges);
        var gates = graph
            .Nodes.OfType<ActivationNode>()
            .ToDictionary(node => OnnxNodeWriter.GateOf(node.Name), node => node.Name, StringComparer.Ordinal);
        return new RoundingPlan(
            [.. plan.Layers.Select(layer => layer.Name)],
            ranges
                .Where(value => !gates.ContainsKey(value.Key))
                .ToImmutableSortedDictionary(
                    value => value.Key,
                    value => new RoundedValue(plan.RangeOf(value.Key), value.Value),
                    StringComparer.Ordinal
                ),
            [.. gates.Where(gate => ranges.ContainsKey(gate.Key)).Select(gate => gate.Value)],
            weightBits,
            model.Images
        );
    }
}

/// <summary>A map that becomes bytes.</summary>
/// <param name="Group">The name that stands for all maps with the same range.</param>
/// <param name="Range">Of its values.</param>
public sealed record RoundedValue(string Group, AffineRange Range);
