using System.Text;
using Google.Protobuf;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Suppression;

/// <summary>
/// Non-maximum suppression in a detector's file, behind what it computed before: put in, proved, and taken out again
/// where the raw boxes are wanted.
/// </summary>
public static class OnnxSuppression
{
    /// <summary>
    /// The file with suppression in it: output <c>detections</c> <c>[1, M, 6]</c> (left, top, right, bottom in pixels
    /// of the input, confidence, class), the surest first, zeros behind the last. What was in the file stays as it is.
    /// </summary>
    /// <param name="onnx">A detector of the exporter, of one picture at a time.</param>
    /// <param name="options">
    /// One class a box; M is their <see cref="SuppressionOptions.MaximumDetections"/>.
    /// </param>
    /// <param name="name">How messages call the model.</param>
    /// <exception cref="PruneException">
    /// PRUNE6014: it is no such file, or what it finds differs from suppression outside it.
    /// </exception>
    public static byte[] Include(byte[] onnx, SuppressionOptions options, string name)
    {
        if (options.MultiLabel)
            throw new ArgumentException("In a file, each box has one class.", nameof(options));
        var model = OnnxFile.Parse(Without(onnx), name);
        var rows = Rows(model.Graph, name);
        var columns = (int)rows.Type.TensorType.Shape.Dim[2].DimValue;
        new SuppressionNodes(new OnnxGraphBuilder(model.Graph), options).Write(rows.Name, columns);
        // What taking it out again needs.
        model.Graph.ValueInfo.Add(rows);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(
            OnnxValues.Floats(SuppressionNames.Output, 1, options.MaximumDetections, SuppressionNames.Columns)
        );
        Describe(model, OnnxContract.Suppressed(options));
        var included = model.ToByteArray();
        SuppressionProof.Verify(included, options, name);
        return included;
    }

    /// <summary>The file as it was before suppression went in; the same bytes where there is none in it.</summary>
    public static byte[] Without(byte[] onnx)
    {
        if (onnx.AsSpan().IndexOf(Encoding.UTF8.GetBytes(SuppressionNames.ClassOffset)) < 0)
            return onnx;
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(onnx);
        }
        catch (InvalidProtocolBufferException)
        {
            return onnx; // whoever reads it says so
        }

        if (
            model.Graph?.Output is not [{ Name: SuppressionNames.Output }]
            || model.Graph.ValueInfo.SingleOrDefault(info => info.Name == OnnxExporter.OutputName(0)) is not { } rows
        )
            return onnx;
        Remove(model.Graph.Node, node => node.Name);
        Remove(model.Graph.Initializer, tensor => tensor.Name);
        model.Graph.ValueInfo.Remove(rows);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(rows);
        Describe(model, OnnxContract.Properties());
        return model.ToByteArray();
    }

    private static void Remove<T>(Google.Protobuf.Collections.RepeatedField<T> parts, Func<T, string> nameOf)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (nameOf(parts[i]).StartsWith(SuppressionNames.Prefix, StringComparison.Ordinal))
                parts.RemoveAt(i);
        }
    }

    private static ValueInfoProto Rows(GraphProto graph, string name) =>
        graph.Output is [var rows]
        && rows.Name == OnnxExporter.OutputName(0)
        && rows.Type?.TensorType?.Shape?.Dim is [{ DimValue: 1 }, { DimValue: > 0 }, { DimValue: > 5 }]
            ? rows
            : throw new PruneException(
                Codes.SuppressionNotIncluded,
                $"'{name}' cannot take suppression in: its outputs are "
                    + $"{string.Join(", ", graph.Output.Select(output => $"'{output.Name}'"))}, where a file of one "
                    + $"picture with the output '{OnnxExporter.OutputName(0)}' [1, boxes, 5 + classes] is needed. Give "
                    + $"one that 'dotnet prune export' or a build has written, without an open batch."
            );

    // All but the confidence of the best F1, which was measured.
    private static void Describe(ModelProto model, IEnumerable<KeyValuePair<string, string>> properties)
    {
        foreach (var (key, value) in properties.Where(property => property.Key != OnnxContract.F1ConfidenceKey))
        {
            if (model.MetadataProps.FirstOrDefault(property => property.Key == key) is { } property)
                property.Value = value;
        }
    }
}
