using System.Collections.Immutable;
using Google.Protobuf;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Quantization;

/// <summary>
/// Post-training quantization of a detector's file to 8-bit integers (Krishnamoorthi, "Quantizing deep convolutional
/// networks for efficient inference", 2018), as ONNX Runtime computes it fastest.
/// </summary>
public static class OnnxQuantizer
{
    /// <summary>The property of the file that says how it was quantized.</summary>
    public const string QuantizationKey = "pruning.quantization";

    // Scales a channel are an attribute of operators from here on.
    /// <summary>The oldest opset of a file that can be quantized.</summary>
    public const int LeastOpset = 13;

    /// <summary>
    /// Finds the range of each value that can become a byte; those that a network was trained with are taken instead.
    /// </summary>
    /// <param name="model">In 32-bit floats. Not changed.</param>
    /// <param name="name">How messages call the file.</param>
    /// <param name="pictures">Of a size that the file takes, the same ones at each call.</param>
    /// <param name="report">Told how far it is, 0 to 1.</param>
    /// <exception cref="PruneException">
    /// PRUNE6006 to PRUNE6009; PRUNE7102 and PRUNE7103 for a file that is none of a detector.
    /// </exception>
    public static CalibratedModel Calibrate(
        byte[] model,
        string name,
        Func<Extent?, IEnumerable<ImageBatch>> pictures,
        Action<double?> report,
        CancellationToken cancellation
    )
    {
        var parsed = OnnxFile.Parse(model, name);
        Check(parsed, name);
        var plan = new QuantizableGraph(parsed.Graph, name, ImmutableHashSet<string>.Empty);
        using var calibration = new RangeCalibration(model, parsed, name, plan);
        var (ranges, images) = Ranges(parsed, plan, calibration, pictures, report, cancellation);
        return new CalibratedModel(
            model,
            parsed,
            name,
            Layers(plan, calibration.Elements),
            ranges,
            calibration.Size,
            images
        );
    }

    private static (Dictionary<string, AffineRange> Ranges, int Images) Ranges(
        ModelProto model,
        QuantizableGraph plan,
        RangeCalibration calibration,
        Func<Extent?, IEnumerable<ImageBatch>> pictures,
        Action<double?> report,
        CancellationToken cancellation
    )
    {
        var values = plan.Values.Where(value => value.Value != ValueRole.Gate).Select(value => value.Key);
        if (TrainedRanges.Read(model, values) is not { } trained)
            return calibration.Run(() => pictures(calibration.Size), report, cancellation);
        // One picture says how large the maps are.
        calibration.Run(() => pictures(calibration.Size).Take(1), report, cancellation);
        return trained;
    }

    /// <summary>
    /// A file that computes with bytes as quickly as one of found ranges would, and gives nothing of use.
    /// </summary>
    /// <param name="model">In 32-bit floats, of a detector or not.</param>
    /// <exception cref="PruneException">PRUNE6006 to PRUNE6008, PRUNE7102.</exception>
    internal static byte[] WithMadeUpRanges(byte[] model, string name)
    {
        var parsed = OnnxFile.Parse(model, name);
        Check(parsed, name);
        var plan = new QuantizableGraph(parsed.Graph, name, ImmutableHashSet<string>.Empty);
        var rectified = Rectified(parsed.Graph);
        var ranges = plan.Share(
            plan.Values.ToDictionary(
                value => value.Key,
                value => AffineRange.Covering(rectified.Contains(value.Key) ? 0 : -4, 4),
                StringComparer.Ordinal
            )
        );
        new QdqWriter(parsed.Graph, plan, ranges, WeightBits.OfThisProcessor).Write();
        return parsed.ToByteArray();
    }

    // A ReLU is free where its range begins at 0, and that is what ranges found on pictures do.
    private static HashSet<string> Rectified(GraphProto graph)
    {
        var rectified = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            var isRectified = node.OpType switch
            {
                "Relu" => true,
                "Add" or "Concat" => node.Input.All(rectified.Contains),
                "MaxPool" or "Resize" => rectified.Contains(node.Input[0]),
                _ => false,
            };
            if (isRectified)
                rectified.UnionWith(node.Output);
        }

        return rectified;
    }

    private static void Check(ModelProto model, string name)
    {
        if (model.Graph.Node.Any(OnnxWeights.IsQuantized))
            throw new PruneException(
                Codes.AlreadyQuantized,
                $"'{name}' computes with 8-bit integers already. Quantized twice, it would lose accuracy twice. Give "
                    + "the file that it was made from."
            );
        var opset = OnnxFile.OpsetOf(model);
        if (opset < LeastOpset)
            throw new PruneException(
                Codes.OpsetTooOldToQuantize,
                $"'{name}' is of opset {opset}, and scales a channel exist from opset {LeastOpset} on. Without them "
                    + "too much accuracy would be lost. Export the model again with that opset or a newer one."
            );
    }

    // The multiplications of a convolution are its weights times the places of its output.
    private static ImmutableArray<QuantizableLayer> Layers(
        QuantizableGraph plan,
        IReadOnlyDictionary<string, long> elements
    )
    {
        var work = plan.Layers.Select(layer => (layer.Name, Work: Work(layer))).ToList();
        var sum = Math.Max(work.Sum(layer => layer.Work), 1);
        return [.. work.Select(layer => new QuantizableLayer(layer.Name, layer.Work / sum))];

        double Work(QuantizedLayer layer)
        {
            var shape = plan.Constants.ShapeOf(layer.Node.Input[1])!.Value; // [outputs, inputs a group, height, width]
            var strides = layer.Node.Attribute.FirstOrDefault(attribute => attribute.Name == "strides")?.Ints;
            var groups = layer.Node.Attribute.FirstOrDefault(attribute => attribute.Name == "group")?.I ?? 1;
            var places = elements[layer.Input] / Math.Max((double)shape[1] * groups, 1);
            var taken = strides is { Count: > 0 } ? strides.Aggregate(1L, (product, step) => product * step) : 1;
            return shape.Aggregate(1.0, (product, length) => product * length) * places / Math.Max(taken, 1);
        }
    }
}
