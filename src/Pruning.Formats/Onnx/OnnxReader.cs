using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx;

/// <summary>
/// Describes an ONNX file without running it. Any program may have made the file: sizes that cannot be right make it
/// refused.
/// </summary>
public static class OnnxReader
{
    /// <exception cref="PruneException">PRUNE7101, PRUNE7102.</exception>
    public static OnnxSummary Read(string path)
    {
        try
        {
            return Describe(OnnxFile.ReadBytes(path), path);
        }
        catch (PruneException refusal) when (refusal.Diagnostic.Location is null)
        {
            throw refusal.About(path);
        }
    }

    /// <param name="name">How messages call the file.</param>
    /// <exception cref="PruneException">PRUNE7102.</exception>
    public static OnnxSummary Describe(byte[] bytes, string name)
    {
        var model = OnnxFile.Parse(bytes, name);
        var constants = new OnnxConstants(model.Graph, name);
        var weights = new OnnxWeights(model.Graph, constants);
        var convolutions = Convolutions(model.Graph, constants, weights);
        return new OnnxSummary(
            bytes.LongLength,
            $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            OnnxFile.OpsetOf(model),
            OnnxMetadata.Read(model),
            [.. model.Graph.Input.Where(input => !constants.Contains(input.Name)).Select(Text)],
            [.. model.Graph.Output.Select(Text)],
            model
                .Graph.Node.GroupBy(node => node.OpType)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            convolutions,
            Parameters(model.Graph, constants, weights),
            convolutions.All(convolution => convolution.Flops is not null)
                ? convolutions.Sum(convolution => convolution.Flops)
                : null,
            model.Graph.Node.Any(OnnxWeights.IsQuantized)
        );
    }

    private static ImmutableArray<OnnxConvolution> Convolutions(
        GraphProto graph,
        OnnxConstants constants,
        OnnxWeights weights
    )
    {
        var extents = OnnxExtents.Infer(graph, constants);
        return
        [
            .. graph
                .Node.Where(OnnxWeights.IsConvolution)
                .Select(node => Convolution(node, constants, weights, extents)),
        ];
    }

    private static OnnxConvolution Convolution(
        NodeProto node,
        OnnxConstants constants,
        OnnxWeights weights,
        IReadOnlyDictionary<string, Graphs.Extent> extents
    )
    {
        var weight = weights.KernelOf(node);
        var shape = constants.ShapeOf(weight) ?? [];
        var values = shape.Aggregate(1L, (product, size) => product * size); // bounded by the file's size
        var bias = constants.ShapeOf(weights.BiasOf(node)) is [var length] ? length : 0;
        Graphs.Extent? output =
            node.Output.Count > 0 && extents.TryGetValue(node.Output[0], out var extent) ? extent : null;
        return new OnnxConvolution(
            NameOf(node, weight),
            shape,
            (int)
                Math.Clamp(
                    node.Attribute.FirstOrDefault(attribute => attribute.Name == "group")?.I ?? 1,
                    1,
                    int.MaxValue
                ),
            shape.IsEmpty ? 0 : values + bias,
            output,
            output is { } size && !shape.IsEmpty ? Work(values, size) : null,
            weights.HasQuantizedKernel(node)
        );
    }

    /// <summary>A layer's name: that of its weights, without what stands behind it.</summary>
    internal static string NameOf(NodeProto node, string weight)
    {
        var name = weight.EndsWith("_quantized", StringComparison.Ordinal) ? weight[..^"_quantized".Length] : weight;
        return name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : node.Name;
    }

    /// <summary>Null when the numbers cannot be right.</summary>
    private static long? Work(long weights, Graphs.Extent output)
    {
        var work = (Int128)2 * weights * output.Height * output.Width;
        return work <= long.MaxValue / 4096 ? (long)work : null;
    }

    private static long Parameters(GraphProto graph, OnnxConstants constants, OnnxWeights weights) =>
        graph
            .Node.SelectMany(node => weights.Of(node))
            .Distinct(StringComparer.Ordinal)
            .Sum(input => constants.ShapeOf(input)?.Aggregate(1L, (product, size) => product * size) ?? 0);

    private static string Text(ValueInfoProto value)
    {
        var sizes = value.Type?.TensorType?.Shape?.Dim.Select(size =>
            size.ValueCase switch
            {
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue => FormattableString.Invariant(
                    $"{size.DimValue}"
                ),
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam => size.DimParam,
                _ => "?",
            }
        );
        return sizes is null ? value.Name : $"{value.Name} [{string.Join(", ", sizes)}]";
    }
}
