using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Schema;
using Pruning.Onnx.Suppression;

namespace Pruning.Onnx.Import;

/// <summary>
/// Reads an ONNX detector that YOLOv5's exporter or ours wrote as a network that can be trained and cut. Batch norms
/// are folded into the convolutions in such files, and stay so. The head is not read operator by operator, since every
/// version of YOLOv5 writes it another way: it is run on chosen inputs, and what it computes tells its anchors and
/// strides. At last the network runs beside the file.
/// </summary>
internal static class OnnxImporter
{
    /// <param name="path">How messages call the file.</param>
    /// <exception cref="PruneException">
    /// PRUNE1001, PRUNE1008, PRUNE1014, PRUNE1015; PRUNE7102, PRUNE7106, PRUNE7107.
    /// </exception>
    public static Network Read(string path, byte[] bytes, IDiagnosticSink diagnostics)
    {
        var model = HalfWidening.Widen(OnnxFile.Parse(OnnxSuppression.Without(bytes), path));
        RefuseQuantized(path, model.Graph);
        var resolution = OnnxResolution.Unwrap(model);
        var constants = new OnnxConstants(model.Graph, path);
        var source = new OnnxSource(path, model, constants);
        var head = OnnxHead.Find(source);
        var body = OnnxBodyReader.Read(source, head.Maps);
        var metadata = OnnxMetadata.Read(model);
        var detect = OnnxHeadProbe.Run(source, head, body, metadata.ClassNames.Length);
        var graph = new Graph(body.Nodes.Append(detect), [detect.Name]);
        var network = OnnxLayerNames.Settle(
            path,
            new Network(graph, body.Parameters, [], ProvenanceOf(model, metadata)),
            body.NamesAreKnown,
            diagnostics
        );
        OnnxImportProof.Verify(source, head, body, network);
        ImmutableArray<string>? names = metadata.ClassNames.IsEmpty ? null : metadata.ClassNames;
        return (
            network with
            {
                ClassNames = ClassNaming.Complete(path, names, network.Graph, diagnostics),
            }
        ).WithResolution(resolution);
    }

    /// <summary>
    /// Integers with scales are no weights that can be trained; what was rounded away is not in the file.
    /// </summary>
    private static void RefuseQuantized(string path, GraphProto graph)
    {
        if (graph.Node.FirstOrDefault(OnnxWeights.IsQuantized) is { } node)
            throw CheckpointErrors.UnsupportedOperator(
                path,
                node.OpType,
                node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "",
                "shows that the file is quantized: its weights are 8-bit integers, which cannot be trained or "
                    + "pruned; give the file that it was made from"
            );
    }

    private static ImmutableSortedDictionary<string, string> ProvenanceOf(ModelProto model, OnnxMetadata metadata) =>
        metadata.Engine is not null
            ? metadata.Provenance
            : ImmutableSortedDictionary<string, string>.Empty.Add(
                ProvenanceKeys.OnnxProducer,
                CheckpointErrors.Quote($"{model.ProducerName} {model.ProducerVersion}".Trim())
            );
}
