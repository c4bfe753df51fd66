using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;
using Pruning.Onnx.Import;

namespace Pruning.Onnx.Runtime;

/// <summary>
/// The classes and the largest stride of a detector's ONNX file. Older exports do not say them: then the file is read
/// as a base model is, which proves what its head decodes, and its classes are numbered as everywhere else (PRUNE1011).
/// A quantized file cannot be read so; there the output's shape tells, where it is one that a YOLOv5 head of that input
/// has.
/// </summary>
/// <param name="ClassNames">As many as its rows have scores.</param>
/// <param name="Stride">In pixels.</param>
internal sealed record OnnxDescription(ImmutableArray<string> ClassNames, int Stride)
{
    /// <param name="name">How messages call the model.</param>
    /// <exception cref="PruneException">PRUNE7104: the file does not say them and cannot be read.</exception>
    public static OnnxDescription Read(
        byte[] model,
        OnnxMetadata metadata,
        OnnxDetectorShape shape,
        string name,
        IDiagnosticSink? diagnostics
    ) =>
        Lacking(metadata, shape) is { } lacking
            ? OfGraph(model, metadata, shape, lacking, name, diagnostics)
            : new OnnxDescription(metadata.ClassNames, metadata.Stride!.Value);

    /// <summary>What the metadata does not tell; null where it tells all.</summary>
    private static string? Lacking(OnnxMetadata metadata, OnnxDetectorShape shape)
    {
        if (metadata.ClassNames.IsEmpty)
            return "has no usable 'names' in its metadata";
        if (shape.Columns is { } columns && HeadColumns.ClassesIn(columns) != metadata.ClassNames.Length)
            return $"names {metadata.ClassNames.Length} class{(metadata.ClassNames.Length == 1 ? "" : "es")}, and its "
                + $"output has room for {HeadColumns.ClassesIn(columns)}";
        return metadata.Stride is null ? "has no usable 'stride' in its metadata" : null;
    }

    private static OnnxDescription? OfShape(
        OnnxMetadata metadata,
        OnnxDetectorShape shape,
        string name,
        IDiagnosticSink? diagnostics
    )
    {
        // Other names than the row has room for: the rest may be no scores but landmarks, and nothing proves which.
        if (
            shape.Columns is not { } columns
            || !metadata.ClassNames.IsEmpty && metadata.ClassNames.Length != HeadColumns.ClassesIn(columns)
            || (HeadStride.Find(shape) ?? metadata.Stride) is not { } stride
        )
            return null;
        return new OnnxDescription(
            ClassNaming.Complete(
                name,
                metadata.ClassNames is { IsEmpty: false } names ? names : null,
                HeadColumns.ClassesIn(columns),
                diagnostics ?? new DiagnosticList()
            ),
            stride
        );
    }

    private static OnnxDescription OfGraph(
        byte[] model,
        OnnxMetadata metadata,
        OnnxDetectorShape shape,
        string lacking,
        string name,
        IDiagnosticSink? diagnostics
    )
    {
        var found = new DiagnosticList();
        try
        {
            var network = OnnxImporter.Read(name, model, found);
            foreach (var unnamed in found.Items.Where(item => item.Code == Codes.UnnamedClasses))
                diagnostics?.Report(unnamed);
            return new OnnxDescription(network.ClassNames, network.MaximumStride);
        }
        catch (PruneException refusal)
        {
            if (
                refusal.Code == Codes.UnsupportedOperator
                && OnnxReader.Describe(model, name).Quantized
                && OfShape(metadata, shape, name, diagnostics) is { } described
            )
                return described;
            throw new PruneException(
                Codes.OnnxMetadataMissing,
                $"'{name}' {lacking}, and its graph does not tell either. Boxes could not be told apart by class "
                    + $"or pictures be sized. Export the model with this tool, or with a recent version of YOLOv5's "
                    + $"own exporter. {refusal.Code}: {refusal.Message}",
                inner: refusal
            );
        }
    }
}
